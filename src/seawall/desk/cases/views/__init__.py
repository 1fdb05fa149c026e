"""The pages of cases: parse, call one function, render."""
