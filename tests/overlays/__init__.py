"""Proofs on `overlays/`: what is applied, and whom an alert reaches."""
