"""All definitions of GitStratum together."""

from observability import Catalogue
from observability.catalogue.environments import ENVIRONMENTS
from observability.catalogue.metrics import METRICS
from observability.catalogue.slos import SLOS
from observability.catalogue.targets import TARGETS

GITSTRATUM = Catalogue(metrics=METRICS, targets=TARGETS, slos=SLOS, environments=ENVIRONMENTS)
