"""Change the emitted rules one place at a time: some emitted test must fail each time."""
