"""Cells at the desk: accounts that act together more than chance explains, shown by pseudonym and judged one by one."""
