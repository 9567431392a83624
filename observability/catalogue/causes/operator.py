"""Operator: nobody is hurt while it is away, so only that it cannot be seen is told."""

from observability.catalogue.causes.defaults import port_closed
from observability.catalogue.system import OPERATOR

CAUSES = (port_closed(OPERATOR),)
