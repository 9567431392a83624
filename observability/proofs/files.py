"""The promtool test files, beside the plain rule files that they test."""

from collections.abc import Sequence
from datetime import timedelta

from observability.alerts.causes import made_from
from observability.alerts.outage import used
from observability.alerts.plain import (
    FOLDER,
    HEALTH_FILE,
    causes_file,
    ledger_file,
    period_file,
    targets_file,
)
from observability.artefact import Artefact
from observability.expressions.promise import promises
from observability.expressions.scope import scope
from observability.model.catalogue import Catalogue
from observability.model.environment import Environment
from observability.model.sli import RawSLI
from observability.model.windows import MINUTE, ROLLUP
from observability.proofs.case import Case, test_file
from observability.proofs.causes import cause_cases
from observability.proofs.ledger import ledger_cases
from observability.proofs.outage import outage_cases
from observability.proofs.period import period_cases
from observability.proofs.telemetry import health_cases, target_cases
from observability.proofs.tiers import OF_MINUTES_EVALUATION, cases_of_minutes
from observability.proofs.window import EVALUATION, window_cases


def _test(
    name: str,
    made_from: str,
    cases: Sequence[Case],
    rules: str,
    evaluation_interval: timedelta = MINUTE,
) -> Artefact:
    body = test_file(cases, rule_files=[rules], evaluation_interval=evaluation_interval)
    return Artefact(f"{FOLDER}/{name}.test.yaml", body, made_from)


def proofs(catalogue: Catalogue, environment: Environment) -> list[Artefact]:
    """Return a test file for each group of an environment."""
    artefacts = [
        _test(
            "health",
            environment.origin,
            health_cases(environment, catalogue.slos[0]),
            HEALTH_FILE,
        )
    ]
    for target in catalogue.targets:
        name = str(target.component)
        where = scope(environment, target)
        cases = target_cases(environment, where)
        if slos := used(catalogue, environment, target.component):
            cases += outage_cases(environment, where, slos)
        artefacts.append(_test(f"{name}.targets", target.origin, cases, targets_file(name)))
        for live in (True, False):
            cases = cause_cases(target.component, catalogue, environment, live=live)
            rules = causes_file(name, live=live)
            origins = made_from(target.component, catalogue, live=live)
            for evaluated in sorted({case.evaluated for case in cases}):
                alike = [case for case in cases if case.evaluated == evaluated]
                test = rules.removesuffix(".rules.yaml") + ("" if evaluated == MINUTE else ".days")
                artefacts.append(_test(test, origins, alike, rules, evaluated))
    for promise in promises(catalogue, environment):
        slo = promise.slo
        if slo.retired:
            continue  # Its rules record what they did, and nothing else.
        period_rules, ledger_rules = period_file(slo.name), ledger_file(slo.name)
        artefacts += [
            _test(
                f"{slo.name}.period",
                slo.origin,
                period_cases(promise),
                period_rules,
                ROLLUP,
            ),
            _test(
                f"{slo.name}.window",
                slo.origin,
                window_cases(promise),
                period_rules,
                EVALUATION,
            ),
        ]
        # What a raw expression reads only its author knows, so only its author can prove its rows.
        if not isinstance(slo.sli, RawSLI):
            cases = ledger_cases(promise)
            artefacts.append(_test(slo.name, slo.origin, cases, ledger_rules))
        if cases := cases_of_minutes(promise):
            artefacts.append(
                _test(f"{slo.name}.tiers", slo.origin, cases, ledger_rules, OF_MINUTES_EVALUATION)
            )
    return artefacts
