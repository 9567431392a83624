"""The promtool test files, beside the plain rule files that they test."""

from datetime import timedelta

from observability.alerts.plain import FOLDER, ledger_file, period_file
from observability.alerts.proofs.case import MINUTE, test_file
from observability.alerts.proofs.ledger import ledger_cases
from observability.artefact import Artefact
from observability.expressions.scope import scope
from observability.model.catalogue import Catalogue
from observability.model.environment import Environment
from observability.model.sli import RawSLI

FIVE_MINUTES = timedelta(minutes=5)


def proofs(catalogue: Catalogue, environment: Environment) -> list[Artefact]:
    """Return a test file for each group of an environment."""
    artefacts = []
    for slo in catalogue.promises(environment):
        where = scope(environment, catalogue.target(slo.component))
        made_from = f"catalogue/slos/{slo.component.replace('-', '_')}.py"
        if not isinstance(slo.sli, RawSLI):
            body = test_file(
                ledger_cases(slo, environment, where),
                rule_files=[ledger_file(slo.name)],
                evaluation_interval=MINUTE,
            )
            path = f"{FOLDER}/{slo.name}.test.yaml"
            artefacts.append(Artefact(path, body, made_from))
    return artefacts
