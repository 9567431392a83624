"""Dashboards with recorded data: for tests that ask every query, and for people who look."""
