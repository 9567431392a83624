"""What is emitted for alerts/."""
