"""Banks: lists of known signals, each with an owner, a policy and an opinion, and who added what and why."""
