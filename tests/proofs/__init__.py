"""What the proofs of the emitted rules prove."""
