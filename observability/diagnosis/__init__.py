"""What is true of a running GitStratum, held against the definitions."""
