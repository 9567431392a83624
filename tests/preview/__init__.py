"""The preview: numbers, charts, and the page in a browser."""
