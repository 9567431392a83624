"""Recordings of metrics: read, write, relabel, count, import, and use as input of tests."""
