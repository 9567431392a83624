"""Recordings of an invented Prometheus, and of the shipped week's."""
