"""Proofs on what a cluster makes of our objects, and the cluster that they are made on."""
