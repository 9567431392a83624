"""Row arithmetic, on numbers that are counted by hand."""
