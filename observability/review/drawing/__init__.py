"""Draw a document: as Markdown, and as a page with its pictures inside."""
