"""A part: what one room writes, and all that the rest of the house must know of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from observability.artefact import Artefact
from observability.model.catalogue import Catalogue
from observability.model.environment import Environment

Write = Callable[[Catalogue], list[Artefact]]


def no_artefacts(_catalogue: Catalogue) -> list[Artefact]:
    """Return nothing: a part without proofs."""
    return []


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One writer: adding one to the registry is all that generation, checks and apply need."""

    name: str
    """As `observability generate NAME` and `make NAME` say it."""
    folder: str
    """What it fills, below the project's root; no other part writes there."""
    purpose: str
    """What is in the folder, in a few words."""
    write: Write
    """The folder's files."""
    prove: Write = no_artefacts
    """Files, in its folder too, that prove the written ones."""
    kinds: tuple[str, ...] = ()
    """The Kubernetes objects in its files, as kubectl names them; none if nothing is applied."""
    has_waiting: bool = False
    """Whether an environment's folder holds a folder `waiting`, for what waits for upstream."""
    shared: Callable[[Environment], Mapping[str, object]] | None = None
    """For one folder that all environments share: what an environment's kustomization sets on its
    objects. Without it there is a folder for each environment."""

    def artefacts(self, catalogue: Catalogue) -> list[Artefact]:
        """Return all files of the folder."""
        return self.write(catalogue) + self.prove(catalogue)
