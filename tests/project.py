"""This repository as a project of ours: which catalogue it names."""

from observability.catalogue.gitstratum import GITSTRATUM
from observability.replay.monitored import relabelling

CATALOGUE = "observability.catalogue.gitstratum:GITSTRATUM"
NAMED = f'[tool.observability]\ncatalogue = "{CATALOGUE}"\n'
"""What a pyproject.toml says of it."""

MONITORED = relabelling(GITSTRATUM)
"""What our monitors change in the labels of the shipped recordings."""
