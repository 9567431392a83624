"""What generation makes: a file that is not yet written."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Artefact:
    """A file to be: `path` below the project's root, with `/`; `made_from` names its definitions.

    `body` is plain data for .yaml and .json, text for anything else.
    """

    path: str
    body: object
    made_from: str
