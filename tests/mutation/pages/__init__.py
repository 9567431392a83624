"""Changes of the Python that makes the figures of pages, alerts and reviews."""
