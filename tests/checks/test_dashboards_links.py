"""The check dashboards/links."""

import pytest

from tests.faulty_dashboard import Json, faults, sound, with_defaults

LINK = {"title": "x", "url": "/d/shop-frontend", "keepTime": True, "includeVars": True}


def _data_link(url: str) -> Json:
    return with_defaults(links=[{"title": "x", "url": url}])


@pytest.mark.parametrize(
    ("dashboard", "what"),
    [
        (_data_link("/d/gone"), "/d/gone is no dashboard; there are: shop-frontend"),
        (_data_link("/d/shop-frontend?var-environment=x"), "loses url_time_range"),
        (_data_link("/d/shop-frontend?${__url_time_range}"), "loses var-environment"),
        (sound() | {"links": [LINK | {"keepTime": False}]}, "x: the link loses the time range"),
        (sound() | {"links": [LINK | {"includeVars": False}]}, "x: the link loses the time range"),
    ],
)
def test_a_fault_is_found(dashboard: Json, what: str) -> None:
    """To nowhere, or without the time range or the environment."""
    [fault] = faults("links", dashboard)
    assert what in fault


def test_a_sound_dashboard_passes() -> None:
    """A link that keeps both passes."""
    assert faults("links", sound() | {"links": [LINK]}) == []
