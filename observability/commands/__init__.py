"""One command, one file; each file offers `command`."""
