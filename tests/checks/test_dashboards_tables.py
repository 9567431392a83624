"""The check dashboards/tables."""

import pytest

from tests.faulty_dashboard import Json, faults, with_panel


def _table(*widths: int | None) -> Json:
    """Return the dashboard with a table of half the screen, with columns a, b, c ... ."""
    titles = "abcdefgh"[: len(widths)]
    overrides = [
        {
            "matcher": {"id": "byName", "options": title},
            "properties": [{"id": "custom.width", "value": width}] if width else [],
        }
        for title, width in zip(titles, widths, strict=True)
    ]
    organize = {"id": "organize", "options": {"renameByName": {name: name for name in titles}}}
    return with_panel(
        type="table",
        transformations=[organize],
        fieldConfig={"defaults": {"unit": "short"}, "overrides": overrides},
    )


@pytest.mark.parametrize(
    ("dashboard", "what"),
    [
        (_table(*[80] * 8), "8 columns are more than 7"),
        (_table(80, None), "column 'b' has no width"),
        (_table(300, 357), "657 pixels wide, not 656"),
    ],
)
def test_a_fault_is_found(dashboard: Json, what: str) -> None:
    """Too many columns, one without a width, and columns that are wider than their panel."""
    [fault] = faults("tables", dashboard)
    assert what in fault


def test_a_table_that_fits_passes() -> None:
    """Seven columns, as wide as half of a screen of 1,440 pixels: 12 of 24 columns of the grid."""
    assert faults("tables", _table(*[90] * 6, 116)) == []
