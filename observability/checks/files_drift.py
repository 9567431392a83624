"""A committed file that is not what the definitions say.

Reviewers read the diff of generated files, and clusters apply them: a file that was edited by
hand, or not generated again, says something that no definition does.
"""

from collections.abc import Iterator

from observability import files
from observability.checks.problem import Problem
from observability.checks.subject import Subject

_WHATS = {
    "missing": "the file should be there and is not",
    "changed": "the file differs from what the definitions say",
    "obsolete": "no definition makes this file any more",
}


def check(subject: Subject) -> Iterator[Problem]:
    """Return the files that differ.

    Raises:
        FilesError: a file could not be read.

    """
    if subject.broken:
        return
    for difference in files.compare(subject.artefacts, subject.root, subject.folders):
        yield Problem(
            check="files/drift",
            file=difference.path,
            name=difference.what,
            what=_WHATS[difference.what],
            consequence="what is reviewed and applied is not what is defined",
            cure="`observability generate`, then read `git diff`",
        )
