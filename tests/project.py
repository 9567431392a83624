"""This repository as a project of ours: which catalogue it names."""

CATALOGUE = "observability.catalogue.gitstratum:GITSTRATUM"
NAMED = f'[tool.observability]\ncatalogue = "{CATALOGUE}"\n'
"""What a pyproject.toml says of it."""
