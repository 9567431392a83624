"""A quantity on a panel: its query, over the time between two points of the chart."""

from observability.dashboards.page import Query
from observability.dashboards.promql import INTERVAL, RATE_INTERVAL, query_of
from observability.expressions.quantities import Place, Window, compiled, labels_of
from observability.model.metric import MetricType
from observability.model.quantity import Declared, Present, Quantity, selectors_of

_WINDOW = Window(events=INTERVAL, rate=RATE_INTERVAL)


def _legend(quantity: Quantity) -> str:
    words = [quantity.legend, *(f"{{{{{label}}}}}" for label in labels_of(quantity))]
    if isinstance(quantity, Declared | Present):
        words = [type(quantity).__name__.lower(), quantity.legend or str(quantity.component)]
    return " ".join(filter(None, words)) or "all"


def query(quantity: Quantity, place: Place) -> Query:
    """Return the query of a quantity."""
    # Only histograms (and native ones) can carry exemplars, and so lead to a trace.
    exemplars = any(
        selector.metric.type is MetricType.HISTOGRAM for selector in selectors_of(quantity)
    )
    return query_of(compiled(quantity, place, _WINDOW), _legend(quantity), exemplars=exemplars)
