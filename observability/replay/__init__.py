"""What rules would have recorded, and which alerts fired, had they watched a recording."""
