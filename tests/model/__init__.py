"""What a definition is, and what it refuses."""
