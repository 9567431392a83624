"""Dashboards: their definitions, JSON, queries and answers."""
