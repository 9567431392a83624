"""The check promql/parse."""

from observability import RawSLI, promql
from observability.model.sli import Promql
from tests.shop import ORDERS, found, of_catalogue, of_rules, records, whats, with_slo


def test_an_emitted_rule_that_is_no_promql_is_found() -> None:
    """Prometheus would refuse the whole file."""
    assert whats("promql/parse", of_rules(records("sum(up")))[0].startswith(
        "the expression is not PromQL"
    )


def test_raw_promql_of_a_definition_is_parsed_by_itself() -> None:
    """`a) or (b` looks right only inside the expression around it, and nothing is generated."""
    fine = promql("sum(up)", reason="a test")
    broken = Promql("sum(up) or (", reason="a test")
    sli = RawSLI(valid=fine, bad=broken, metrics=(ORDERS,))
    checked = of_catalogue(with_slo(sli=sli))
    [problem] = found("promql/parse", checked)
    assert problem.name == "orders-accepted"
    assert "sum(up) or (" in problem.what
    assert checked.artefacts == ()


def test_what_we_emit_parses() -> None:
    """A sound catalogue has no such problem."""
    assert whats("promql/parse", of_catalogue(with_slo())) == []
