"""The cases that only some kinds of SLI have: one module for each."""
