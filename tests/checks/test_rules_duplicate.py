"""The check rules/duplicate."""

from tests.shop import (
    alerts,
    file,
    found,
    group,
    of_catalogue,
    of_files,
    plain_file,
    records,
    whats,
)


def test_a_series_that_two_files_record_is_found() -> None:
    """Each would overwrite the other's value."""
    one, other = file(group(records("vector(1)"))), file(group(records("vector(2)")), path="b.yaml")
    [problem] = found("rules/duplicate", of_files(one, other))
    assert problem.file == "b.yaml"
    assert problem.what.endswith("is in alerts/prod/seeded.yaml, too")


def test_two_alerts_of_one_name_and_labels_are_found() -> None:
    """Alertmanager would take both for one."""
    twice = file(group(alerts("vector(1)"), alerts("vector(2)")))
    assert len(found("rules/duplicate", of_files(twice))) == 1


def test_two_groups_of_one_name_in_a_file_are_found() -> None:
    """Prometheus would refuse the file."""
    twice = file(group(records("vector(1)")), group(records("vector(2)", "shop:other")))
    assert whats("rules/duplicate", of_files(twice)) == ["2 groups of the file have this name"]


def test_rules_that_differ_in_a_label_pass() -> None:
    """So do plain files, which repeat the rules on purpose."""
    one = group(records("vector(1)", slo="a"), records("vector(1)", slo="b"))
    assert found("rules/duplicate", of_files(file(one), plain_file(one))) == []
    assert found("rules/duplicate", of_catalogue()) == []
