"""Recordings of metrics: read and write them, relabel them, count them, import them, turn them into
test input."""
