"""Proofs on `observability doctor`."""
