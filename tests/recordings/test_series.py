"""Series and how they are chosen."""

from observability.recordings.series import Series, named


def test_order_of_labels_does_not_matter() -> None:
    """Two series with the same labels in another order are equal, and hash equally."""
    one = Series.of("up", {"job": "x", "instance": "y"})
    two = Series.of("up", {"instance": "y", "job": "x"})
    assert (one, hash(one)) == (two, hash(two))


def test_empty_label_is_no_label() -> None:
    """A label with an empty value is dropped, as Prometheus does."""
    assert Series.of("up", {"job": ""}) == Series.of("up", {})


def test_missing_label_reads_as_empty() -> None:
    """A label that a series lacks reads as "", as a PromQL matcher sees it."""
    assert Series.of("up", {}).label("job") == ""


def test_series_is_written_as_prometheus_does() -> None:
    """Labels are sorted and their values escaped."""
    series = Series.of("x", {"b": 'say "no"', "a": "C:\\n\n"})
    assert str(series) == 'x{a="C:\\\\n\\n",b="say \\"no\\""}'


def test_series_without_labels_is_its_name() -> None:
    """A series without labels is written without braces."""
    assert str(Series.of("up", {})) == "up"


def test_chosen_by_name_and_labels() -> None:
    """A series is chosen when its name is one of the names and all labels agree."""
    chosen = named("up", "down", job="x")
    assert [
        chosen(Series.of("up", {"job": "x", "instance": "y"})),
        chosen(Series.of("up", {"job": "y"})),
        chosen(Series.of("left", {"job": "x"})),
    ] == [True, False, False]


def test_chosen_by_absence_of_a_label() -> None:
    """A label given as "" must be absent."""
    chosen = named("up", job="")
    assert [chosen(Series.of("up", {})), chosen(Series.of("up", {"job": "x"}))] == [True, False]
