"""The check files/size."""

from tests.shop import file, found, group, of_catalogue, of_files, records


def test_a_large_prometheus_rule_is_found() -> None:
    """At 400 KiB, well before the 512 KiB at which it is refused."""
    large = file(group(*(records("vector(1)", f"shop:s{i}:{'x' * 1000}") for i in range(400))))
    [problem] = found("files/size", of_files(large))
    assert problem.file == "alerts/prod/seeded.yaml"


def test_our_own_size_passes() -> None:
    """A component's rules are small."""
    assert found("files/size", of_catalogue()) == []
