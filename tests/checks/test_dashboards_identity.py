"""The check dashboards/identity."""

import pytest

from tests.faulty_dashboard import Json, faults, sound


@pytest.mark.parametrize(
    ("dashboard", "what"),
    [
        (sound() | {"uid": None}, "Shop: uid None"),
        (sound() | {"uid": "a/b"}, "uid 'a/b'"),
        (sound() | {"uid": "x" * 41}, "1 to 40"),
        (sound() | {"title": ""}, "it has no title"),
        (sound() | {"schemaVersion": 42}, "schemaVersion 42: 39"),
        (sound() | {"editable": True}, "can be edited"),
        (sound() | {"description": "x" * 1_000_001}, "bytes are more"),
    ],
)
def test_a_fault_is_found(dashboard: Json, what: str) -> None:
    """An unstable or invalid uid, no title, an old schema, an editable or a huge dashboard."""
    [fault] = faults("identity", dashboard)
    assert what in fault


def test_a_sound_dashboard_passes() -> None:
    """A uid may have 40 characters."""
    assert faults("identity", sound() | {"uid": "x" * 40}) == []
