"""The project of another system: what `init` writes, and what can be done with it."""
