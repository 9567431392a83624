"""What is unwise in definitions or wrong in emitted files, found without a server.

A check is one file, `<area>_<name>.py`, with a function `check(subject)` that returns all of its
problems at once; its docstring is its page of docs/reference/checks.md. The modules of one word
are what checks share.
"""
