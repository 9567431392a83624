"""Proofs on `servicemonitors/`: what is scraped, and who may reach what."""
