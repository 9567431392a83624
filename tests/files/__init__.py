"""How files are written and compared."""
