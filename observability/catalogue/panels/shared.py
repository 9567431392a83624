"""What is asked of every component: its requests, and the saturation of its pods and volumes."""

from observability import (
    POD_READY,
    SAMPLES_SCRAPED,
    UP,
    Component,
    Declared,
    Increase,
    Limits,
    Panel,
    Rate,
    Ratio,
    Row,
    Value,
    WorstQuantile,
    ratio,
)
from observability.catalogue.metrics.external import (
    CPU,
    CPU_PERIODS,
    CPU_THROTTLED_PERIODS,
    MEMORY,
    RESTARTS,
    VOLUME_AVAILABLE,
    VOLUME_INODES,
    VOLUME_INODES_FREE,
    VOLUME_USED,
)
from observability.catalogue.metrics.shared import FAILED_REQUESTS, REQUEST_DURATION, REQUESTS

ALMOST_FULL = Limits(warning=ratio("0.8"), critical=ratio("0.9"))


def requests(component: Component) -> Row:
    """Return traffic, errors and latency of the requests that a component serves."""
    name = str(component)
    return Row(
        title="Requests",
        panels=(
            Panel(
                title="Requests",
                question="How much is asked of it, and did that change?",
                shows=(Rate(counter=REQUESTS.where(cluster=name), by=("operation",)),),
            ),
            Panel(
                title="Failed requests",
                question="Which share of requests fails, and of which operation?",
                shows=(
                    Ratio(
                        part=FAILED_REQUESTS.where(cluster=name),
                        whole=REQUESTS.where(cluster=name),
                        by=("operation",),
                    ),
                ),
                bad=True,
            ),
            Panel(
                title="Slowest requests",
                question="How long do 99 of 100 requests take at most, on the slowest pod?",
                shows=(
                    WorstQuantile(
                        summary=REQUEST_DURATION.where(cluster=name),
                        quantile="0.99",
                        by=("operation",),
                    ),
                ),
            ),
        ),
    )


def pods(component: Component) -> Row:
    """Return the saturation of a component's pods, as Prometheus and Kubernetes see them."""
    return Row(
        title="Pods",
        panels=(
            Panel(
                title="Scraped pods",
                question="How many pods answer, against how many are declared?",
                shows=(
                    Value(gauge=UP.all, legend="up"),
                    Declared(component=component),
                ),
                width=6,
            ),
            Panel(
                title="Samples scraped",
                question="Does each pod tell anything? A pod with 0 answers with an empty page.",
                shows=(Value(gauge=SAMPLES_SCRAPED.all, by=("pod",)),),
                width=6,
            ),
            Panel(
                title="Ready pods",
                question="How many pods does Kubernetes send traffic to?",
                shows=(
                    Value(gauge=POD_READY.where(condition="true"), legend="ready"),
                    Declared(component=component),
                ),
                width=6,
            ),
            Panel(
                title="Restarts",
                question="Which pod crashes, and when?",
                shows=(Increase(counter=RESTARTS.all, by=("pod",)),),
                width=6,
                bad=True,
            ),
            Panel(
                title="CPU",
                question="How many cores does each pod use?",
                shows=(Rate(counter=CPU.all, by=("pod",)),),
            ),
            Panel(
                title="CPU throttled",
                question="In which share of the time is a pod held at its CPU limit?",
                shows=(Ratio(part=CPU_THROTTLED_PERIODS.all, whole=CPU_PERIODS.all, by=("pod",)),),
                bad=True,
            ),
            Panel(
                title="Memory",
                question="How much memory does each pod hold, and does it only ever grow?",
                shows=(Value(gauge=MEMORY.all, by=("pod",)),),
            ),
        ),
        collapsed=True,
    )


def volumes() -> Row:
    """Return how full the volumes of a StatefulSet are, as the kubelet sees them."""
    return Row(
        title="Volumes",
        panels=(
            Panel(
                title="Volume used",
                question="How full is each volume?",
                shows=(
                    Ratio(
                        part=VOLUME_USED.all,
                        rest=VOLUME_AVAILABLE.all,
                        by=("persistentvolumeclaim",),
                    ),
                ),
                limits=ALMOST_FULL,
                width=12,
            ),
            Panel(
                title="Inodes free",
                question="Are there files left to make? Many small objects use these up first.",
                shows=(
                    Ratio(
                        part=VOLUME_INODES_FREE.all,
                        whole=VOLUME_INODES.all,
                        by=("persistentvolumeclaim",),
                    ),
                ),
                limits=Limits(warning=ratio("0.2"), critical=ratio("0.1")),
                width=12,
            ),
        ),
        collapsed=True,
    )
