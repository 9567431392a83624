"""Labels that metrics of several components share, and the quantiles of every summary.

An open label lists the values that upstream's own tests and the recordings show. The traffic of
most recordings is simulated, so a value of an open label may not exist as written.
"""

from observability import Label, LabelKind, closed, per_process, unbounded

NODE_ID = per_process("node_id")
"""The exposing process: a UUID drawn anew at each start, so group by pod instead."""

REPO = unbounded("repo")
"""The repository, one value for each."""

CACHE_RESULT = closed("result", "hit", "miss")
PERMISSION_RESULT = closed("result", "allowed", "denied")
SUCCESS = closed("success", "true", "false")
AUTH_METHOD = closed("method", "pat", "ssh")

COMPONENT = Label(
    "cluster", LabelKind.CLOSED, ("frontend", "metadata", "object"), stored_as="component"
)
"""The component, exposed as `cluster`; renamed, or the external label `cluster` is hidden."""

SUMMARY_QUANTILES = ("0", "0.5", "0.9", "0.95", "0.99", "0.999", "1")
"""What the exporter gives to every `histogram!`, since no buckets are configured."""
