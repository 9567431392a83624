"""Everything of the folder `docs/reference/`."""

from observability.artefact import Artefact
from observability.model.catalogue import Catalogue
from observability.reference.causes import causes_reference
from observability.reference.checks import checks_reference
from observability.reference.upstream import upstream_reference


def reference(catalogue: Catalogue) -> list[Artefact]:
    """Return the pages."""
    pages = [checks_reference(), upstream_reference(catalogue)]
    return [*pages, causes_reference(catalogue)] if catalogue.causes else pages
