"""What counting and generating cost, and how right the figures are, beside Sloth."""
