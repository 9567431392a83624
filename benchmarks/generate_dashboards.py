"""`python -m benchmarks.generate_dashboards COUNT FOLDER`: write COUNT dashboards.

The whole of our path from definitions to files, as a process of its own that can be timed. A
catalogue has one dashboard a component, so for more of them all its pages are made again and again,
each time under other uids.
"""

import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import count, islice
from pathlib import Path

from observability import files
from observability.artefact import MARK
from observability.catalogue.gitstratum import GITSTRATUM
from observability.dashboards import grafana
from observability.dashboards.folder import pages
from observability.dashboards.page import Page


def endless() -> Iterator[Page]:
    """Yield GitStratum's pages, and then the same made anew, without an end."""
    for turn in count(1):
        for page in pages(GITSTRATUM):
            yield page if turn == 1 else replace(page, uid=f"{page.uid}-{turn}")


if __name__ == "__main__":
    wanted, folder = int(sys.argv[1]), Path(sys.argv[2])
    made = [grafana.dashboard(page, MARK) for page in islice(endless(), wanted)]
    files.write(made, folder, ["dashboards"])
