"""Each check finds a fault that is seeded, and lets a sound thing pass."""
