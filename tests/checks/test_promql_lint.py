"""The check promql/lint."""

import tempfile

from tests.shop import found, group, of_catalogue, of_files, plain_file, records


def test_what_promtool_refuses_is_found() -> None:
    """The real promtool is asked: a group may not be there twice."""
    twice = plain_file(group(records("vector(1)")), group(records("vector(2)", "shop:other")))
    [problem] = found("promql/lint", of_files(twice))
    assert problem.file == "alerts/promtool/seeded.yaml"
    assert "repeated in the same file" in problem.what
    assert tempfile.gettempdir() not in problem.what


def test_what_promtool_lints_is_found() -> None:
    """Its lint is fatal: two rules record one series."""
    twice = plain_file(group(records("vector(1)"), records("vector(2)")))
    [problem] = found("promql/lint", of_files(twice))
    assert "shop:seeded" in problem.what


def test_what_we_emit_passes() -> None:
    """Nothing is said against a sound catalogue's files."""
    assert found("promql/lint", of_catalogue()) == []
