"""Pictures and pages: where things are, what they say, and that nothing in them is obeyed."""
