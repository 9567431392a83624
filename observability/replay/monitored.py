"""What the monitors of a catalogue change in the labels of what its programs expose."""

from observability.model import naming
from observability.model.catalogue import Catalogue
from observability.recordings.relabel import Relabelling


def relabelling(catalogue: Catalogue) -> Relabelling:
    """Return what a recording lacks that was scraped by monitors which say nothing.

    The Operator then gives the name of the scraped Service as `job`, and labels stay as exposed.
    """
    return Relabelling(
        jobs={
            service.name: naming.job(catalogue.system, target.component)
            for target in catalogue.targets
            for service in target.services
        },
        labels={
            label.name: label.stored_as
            for metric in catalogue.metrics
            for label in metric.labels
            if label.name != label.stored_as
        },
    )
