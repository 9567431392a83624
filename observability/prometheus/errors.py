"""What goes wrong with Prometheus and its tools; each message says what, where, and what to do."""


class PromtoolError(Exception):
    """promtool is missing, hangs, is too old, or could not do what it was asked to do."""


class ServerError(Exception):
    """A Prometheus server is missing or did not start; the message holds the end of its log."""


class PrometheusError(Exception):
    """A Prometheus could not be asked, or its answer is no answer; the message names the URL."""
