"""Frontend: can people push, fetch and sign in, and what is in their way?"""

from observability import (
    Dashboard,
    Increase,
    Mean,
    Panel,
    Rate,
    Ratio,
    Row,
    Value,
    View,
    WorstQuantile,
)
from observability.catalogue.metrics.frontend import (
    ACTIVE_CONNECTIONS,
    AUTH_ATTEMPTS,
    AUTH_DURATION,
    FAILED_GIT_OPERATIONS,
    GIT_OPERATION_DURATION,
    GIT_OPERATIONS,
    NEGOTIATION_CACHE,
    OBJECTS_FETCHED,
    PACK_SIZE,
    PERMISSION_CHECKS,
    RATE_LIMIT_EXCEEDED,
    REFS_CACHE,
)
from observability.catalogue.metrics.planned import AUTH_STORE_ERRORS, THROTTLED_CLIENT_COUNT
from observability.catalogue.metrics.shared import BYTES
from observability.catalogue.panels.shared import pods
from observability.catalogue.system import FRONTEND

SIGN_INS = Row(
    title="Sign-ins",
    panels=(
        Panel(
            title="Sign-ins",
            question=(
                "Are people signing in as usual? A fall to nothing is the only sign of a dead "
                "auth store, which counts nothing."
            ),
            shows=(Rate(counter=AUTH_ATTEMPTS.all, by=("method", "status")),),
        ),
        Panel(
            title="Refused keys and tokens",
            question=(
                "Which share of the offered keys and tokens is refused? Clients offer each of "
                "their keys, so a third refused may be a good day. Did it change?"
            ),
            shows=(
                Ratio(
                    part=AUTH_ATTEMPTS.where(status="failure"),
                    whole=AUTH_ATTEMPTS.all,
                    by=("method",),
                ),
            ),
            bad=True,
        ),
        Panel(
            title="Slowest sign-ins",
            question="How long do 99 of 100 sign-ins take at most, on the slowest pod?",
            shows=(WorstQuantile(summary=AUTH_DURATION.all, quantile="0.99", by=("method",)),),
        ),
        Panel(
            title="Permission checks",
            question="Is access being denied more than usual?",
            shows=(Rate(counter=PERMISSION_CHECKS.all, by=("result",)),),
            view=View.STACK,
        ),
        Panel(
            title="Auth store errors",
            question="Are clients turned away because the auth store does not answer?",
            shows=(Rate(counter=AUTH_STORE_ERRORS.all, by=("method",)),),
            bad=True,
        ),
        Panel(
            title="Rate limits hit",
            question="Is anybody being throttled, and by which limit?",
            shows=(Increase(counter=RATE_LIMIT_EXCEEDED.all, by=("type",)),),
            view=View.BARS,
            bad=True,
        ),
    ),
)

GIT = Row(
    title="Git operations",
    panels=(
        Panel(
            title="Git operations",
            question="How much is cloned, fetched and pushed, and is it a clone storm?",
            shows=(Rate(counter=GIT_OPERATIONS.all, by=("operation",)),),
        ),
        Panel(
            title="Failed Git operations",
            question="Which share of clones, fetches and pushes fails?",
            shows=(
                Ratio(part=FAILED_GIT_OPERATIONS.all, whole=GIT_OPERATIONS.all, by=("operation",)),
            ),
            bad=True,
        ),
        Panel(
            title="Slowest Git operations",
            question="How long do 99 of 100 take at most, on the slowest pod and repository?",
            shows=(
                WorstQuantile(
                    summary=GIT_OPERATION_DURATION.all, quantile="0.99", by=("operation",)
                ),
            ),
        ),
        Panel(
            title="Failed Git operations by pod",
            question="Is it one frontend, or what they all depend on?",
            shows=(Increase(counter=FAILED_GIT_OPERATIONS.all, by=("pod",)),),
            view=View.BARS,
            bad=True,
        ),
        Panel(
            title="Mean Git operation",
            question="Did the usual case become slower, or only the worst?",
            shows=(Mean(summary=GIT_OPERATION_DURATION.all, by=("operation",)),),
        ),
        Panel(
            title="Open connections",
            question="Is the load spread evenly, and does anything hold connections open?",
            shows=(Value(gauge=ACTIVE_CONNECTIONS.all, by=("pod",)),),
        ),
    ),
)

PACKS = Row(
    title="Caches and packs",
    panels=(
        Panel(
            title="Cache hits",
            question="Do the caches of refs and negotiations spare the back ends?",
            shows=(
                Ratio(part=REFS_CACHE.where(result="hit"), whole=REFS_CACHE.all, legend="refs"),
                Ratio(
                    part=NEGOTIATION_CACHE.where(result="hit"),
                    whole=NEGOTIATION_CACHE.all,
                    legend="negotiation",
                ),
            ),
        ),
        Panel(
            title="Pack size",
            question="Are packs larger than usual: a large repository, or full clones?",
            shows=(
                WorstQuantile(
                    summary=PACK_SIZE.all, quantile="0.99", legend="99 of 100, largest pod"
                ),
                Mean(summary=PACK_SIZE.all, legend="mean"),
            ),
        ),
        Panel(
            title="Objects fetched",
            question="How hard do the frontends press the object store?",
            shows=(Rate(counter=OBJECTS_FETCHED.all, by=("pod",)),),
        ),
        Panel(
            title="Bytes moved",
            question="Is the network what is full?",
            shows=(Rate(counter=BYTES.where(cluster="frontend"), by=("direction",)),),
            width=12,
        ),
        Panel(
            title="Throttled clients",
            question="Is one client in a loop, or are many over their limit?",
            shows=(Value(gauge=THROTTLED_CLIENT_COUNT.all, by=("pod",)),),
            width=12,
            bad=True,
        ),
    ),
    collapsed=True,
)

DASHBOARD = Dashboard(
    component=FRONTEND,
    question="Can people push, fetch and sign in, and if not, what is in their way?",
    rows=(SIGN_INS, GIT, PACKS, pods(FRONTEND)),
)
