"""The ledger's times: how long a row is, which rows a window is summed from, over which range.

PromQL and arithmetic on rows both take them from here, so that a window of the review is summed
from the rows that the alert's window is summed from.
"""

from datetime import timedelta

MINUTE = timedelta(minutes=1)
"""The length of a row of the ledger, and how often its group is evaluated."""
ROLLUP = timedelta(minutes=5)
"""The length of a row of the roll-up, and how often its group is evaluated."""
ROLLUP_SECONDS = ROLLUP // timedelta(seconds=1)
FRESH = 2 * ROLLUP
"""How far back the newest row of the roll-up's group is looked for: it is up to five minutes old,
which is as far as an instant selector looks back."""
SETTLED = timedelta(seconds=30)
"""How long after its time a row of a minute is there for sure, for another group that reads it:
groups are evaluated beside one another, and each takes a while."""
CATCH_UP = timedelta(minutes=40)
"""How much the roll-up makes good after evaluations that did not take place: those of half an
hour in which Prometheus was away, and five minutes before and after it."""
EXCESS = timedelta(hours=1)
"""The time over which counters must agree: both minutes of an event whose counters rise in two are
in it, unless it begins between them."""
_LONGEST_OF_MINUTES = timedelta(hours=6)


def row_length(window: timedelta) -> timedelta:
    """Return how long the rows are that `window` is summed from: few enough, and exact ones."""
    return MINUTE if window <= _LONGEST_OF_MINUTES else ROLLUP


def exact_range(window: timedelta) -> timedelta:
    """Return the range that holds exactly the rows of `window`: 1 ms shorter.

    Prometheus 2 includes the sample at the far end of a range, Prometheus 3 does not
    (docs/decisions/0003).
    """
    return window - timedelta(milliseconds=1)
