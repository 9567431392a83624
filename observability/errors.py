"""Whatever this package refuses to do. The command line shows the message and ends with code 2.

    ObservabilityError
    ├── DefinitionError      a definition that can never work
    │   └── CatalogueError   the catalogue cannot be loaded
    ├── FilesError           a file cannot be written or read
    ├── ToolError            promtool, Prometheus or kubectl
    │   ├── PromtoolError
    │   ├── ServerError
    │   └── ClusterError
    ├── PrometheusError      a Prometheus cannot be asked, or its answer is none
    ├── ExpositionError      a metrics page cannot be read
    ├── RecordError          a recording cannot be made
    ├── RecordingError       a recording is damaged or cannot serve
    ├── ReplayError          rules cannot be replayed
    └── ReviewError          a review cannot be written

Every message says what is wrong, where, and what would be right.
"""


class ObservabilityError(Exception):
    """The base of all errors of this package."""


class DefinitionError(ObservabilityError, ValueError):
    """A definition that can never work, or a name of none."""


class CatalogueError(DefinitionError):
    """The catalogue cannot be loaded; the message names it and where it was named."""


class FilesError(ObservabilityError):
    """A file cannot be written or read."""


class ToolError(ObservabilityError):
    """A program that we run is missing, hangs, or fails."""


class PromtoolError(ToolError):
    """promtool is missing, hangs, is too old, or could not do what it was asked to do."""


class ServerError(ToolError):
    """A Prometheus server is missing or did not start; the message holds the end of its log."""


class ClusterError(ToolError):
    """kubectl is missing, hangs, or fails; the message holds what it said."""


class PrometheusError(ObservabilityError):
    """A Prometheus cannot be asked, or its answer is none; the message names the URL."""


class ExpositionError(ObservabilityError):
    """A metrics page cannot be fetched or read."""


class RecordError(ObservabilityError):
    """A recording cannot be made."""


class RecordingError(ObservabilityError):
    """A recording is damaged or cannot serve."""


class ReplayError(ObservabilityError):
    """Rules cannot be replayed."""


class ReviewError(ObservabilityError):
    """A review cannot be written."""
