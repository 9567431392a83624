"""The preview: results of rules over a recording, numbers, charts, and the page in a browser."""
