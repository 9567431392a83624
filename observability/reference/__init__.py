"""The pages of docs/reference/: facts of the definitions and of the code, as text."""
