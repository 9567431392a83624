"""Two rules, or two groups of a file, of one name.

Two rules that record one series overwrite each other at each evaluation; two alerts of one name
and the same labels hide each other in Alertmanager; of two groups of one name in a file Prometheus
refuses the file.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from observability.artefact import Artefact
from observability.checks.emitted import Rule, groups, is_plain
from observability.checks.problem import Problem
from observability.checks.subject import Subject


def _groups(artefact: Artefact) -> Iterator[Problem]:
    for name, count in Counter(group["name"] for group in groups(artefact)).items():
        if count > 1:
            yield Problem(
                check="rules/duplicate",
                file=artefact.path,
                name=name,
                what=f"{count} groups of the file have this name",
                consequence="Prometheus refuses the file and evaluates none of its rules",
                cure="name each group once",
            )


def _rules(emitted: Iterable[Rule]) -> Iterator[Problem]:
    seen: dict[tuple[object, ...], Rule] = {}
    for rule in emitted:
        key = (rule.series, rule.alert, tuple(sorted(rule.labels.items())))
        first = seen.setdefault(key, rule)
        if first is not rule:
            yield Problem(
                check="rules/duplicate",
                file=rule.path,
                name=rule.title,
                what=f"a rule of this name and these labels is in {first.path}, too",
                consequence=(
                    "both write one series, and which value it has is chance"
                    if rule.series
                    else "Alertmanager takes both for one alert"
                ),
                cure="remove one, or give them different labels",
            )


def check(subject: Subject) -> Iterator[Problem]:
    """Return the rules and groups that are there twice."""
    for artefact in subject.artefacts:
        yield from _groups(artefact)
    # Plain files repeat the rules of one environment, on purpose.
    plain = {artefact.path for artefact in subject.artefacts if is_plain(artefact)}
    yield from _rules(rule for rule in subject.rules if rule.path in plain)
    yield from _rules(rule for rule in subject.rules if rule.path not in plain)
