"""The check slos/incomplete."""

import pytest

from tests.shop import found, of_catalogue, with_slo


@pytest.mark.parametrize("field", ["owner", "approved_by", "rationale", "description"])
def test_what_is_missing_is_found(field: str) -> None:
    """Blank is missing, too."""
    [problem] = found("slos/incomplete", of_catalogue(with_slo(**{field: " \n"})))
    assert problem.what == f"the SLO has no {field}"
    assert problem.file == "tests/shop.py"


def test_a_whole_promise_passes() -> None:
    """Owner, reason and consent are there."""
    assert found("slos/incomplete", of_catalogue()) == []
