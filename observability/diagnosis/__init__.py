"""What is true of a running system, held against the definitions."""
