"""What rules would have done on recordings."""
