"""A change that the observed system itself needs before something here can work."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class UpstreamChange:
    """What upstream must change, what is seen until then, and what the change unblocks."""

    what: str
    seen: str
    unblocks: str
