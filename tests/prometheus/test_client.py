"""Asking a real Prometheus over HTTP, and what comes of bad answers."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
import pytest

from observability.errors import PrometheusError
from observability.prometheus.client import PrometheusClient
from tests.programs import PATIENCE
from tests.proxy import Answer, proxy

NOON = 1_768_219_200
HOUR = 3600


def direct(timeout: float = PATIENCE) -> Callable[[], httpx.Client]:
    """Make clients that know no proxy, since all that is asked here runs on this machine."""
    return lambda: httpx.Client(timeout=timeout, trust_env=False)


@pytest.fixture
def client(url: str) -> Iterator[PrometheusClient]:
    """Ask the server that holds two counters, each rising by 2 a minute for an hour."""
    with PrometheusClient(url, http=direct()) as asking:
        yield asking


@contextmanager
def answering(
    status: int, body: bytes, *, length: int | None = None, **headers: str
) -> Iterator[str]:
    """Serve one and the same answer to every request."""
    answer = Answer(status=status, body=body, length=length, headers=headers)
    with proxy("", lambda _: answer) as url:
        yield url


def failure(url: str, *, timeout: float = PATIENCE) -> str:
    """Return the message of the error that a query ends with."""
    with (
        PrometheusClient(url, http=direct(timeout)) as asking,
        pytest.raises(PrometheusError) as caught,
    ):
        asking.query("up")
    return str(caught.value)


def test_vector(client: PrometheusClient) -> None:
    """An instant query gives each series with its labels and one pair of time and value."""
    result = client.query("pushes_total", at=NOON + HOUR)
    assert result.kind == "vector"
    assert [(series.labels, series.samples) for series in result.series] == [
        ({"__name__": "pushes_total", "instance": name}, ((NOON + HOUR, 120.0),))
        for name in ("a", "b")
    ]


def test_scalar(client: PrometheusClient) -> None:
    """A scalar comes as one series without labels."""
    result = client.query("scalar(sum(pushes_total))", at=NOON + HOUR)
    assert [(series.labels, series.samples) for series in result.series] == [
        ({}, ((NOON + HOUR, 240.0),))
    ]


def test_raw_samples(client: PrometheusClient) -> None:
    """A range selector in an instant query gives the samples as they were scraped."""
    result = client.query('pushes_total{instance="a"}[150s]', at=NOON + HOUR)
    assert result.series[0].samples == (
        (NOON + 3480, 116.0),
        (NOON + 3540, 118.0),
        (NOON + 3600, 120.0),
    )


def test_range(client: PrometheusClient) -> None:
    """A range query gives a value at each step from start to end, both included."""
    result = client.query_range("sum(pushes_total)", start=NOON, end=NOON + 120, step=60)
    assert (result.kind, result.series[0].samples) == (
        "matrix",
        ((NOON, 0.0), (NOON + 60, 4.0), (NOON + 120, 8.0)),
    )


def test_values_that_are_no_finite_numbers(client: PrometheusClient) -> None:
    """Infinity comes as a float like any other value."""
    assert client.query("vector(1) / 0", at=NOON).series[0].samples == ((NOON, float("inf")),)


def test_no_data_is_no_series(client: PrometheusClient) -> None:
    """A query without data gives no series, and that is no error."""
    assert client.query("nothing", at=NOON).series == ()


def test_cost_is_told_when_asked_for(client: PrometheusClient) -> None:
    """With `stats` the result tells how many samples the query looked at: 2 series of 61."""
    result = client.query("count_over_time(pushes_total[2h])", at=NOON + HOUR, stats=True)
    assert result.queryable_samples == 122


def test_cost_is_not_told_otherwise(client: PrometheusClient) -> None:
    """Without `stats` the cost is None, not 0."""
    assert client.query("pushes_total", at=NOON).queryable_samples is None


def test_long_query(client: PrometheusClient) -> None:
    """A query that is longer than a URL may be is answered all the same."""
    expression = " + ".join(["sum(pushes_total)"] * 4000)
    assert client.query(expression, at=NOON + 60).series[0].samples == ((NOON + 60, 16000.0),)


def test_series(client: PrometheusClient) -> None:
    """The labels of the matching series come without samples."""
    found = client.series(['pushes_total{instance="b"}'], start=NOON, end=NOON + HOUR)
    assert found.series == ({"__name__": "pushes_total", "instance": "b"},)


def test_rules(client: PrometheusClient) -> None:
    """The rules of the server come with their group, its interval in seconds, and their labels."""
    (group,) = client.rules()
    assert (group.name, group.interval) == ("pushes", 30)
    assert [(rule.kind, rule.name, dict(rule.labels)) for rule in group.rules] == [
        ("recording", "job:pushes:sum", {}),
        ("alerting", "NoPushes", {"severity": "warning"}),
    ]


def test_build_info(client: PrometheusClient, release: str) -> None:
    """The version is what the server says, which is nothing for the 3.x that we build."""
    version = client.build_info().version
    assert version.startswith("2.42") if release == "prometheus2" else version == ""


def test_runtime_info(client: PrometheusClient) -> None:
    """The retention comes as the server says it; a server of ours keeps a hundred years."""
    assert client.runtime_info().storage_retention == "100y"


def test_info_of_prometheus_3_is_kept(client: PrometheusClient, release: str) -> None:
    """Prometheus 3 remarks on the rate of a gauge, and the remark is in the result."""
    infos = client.query("rate(queue[5m])", at=NOON + HOUR).infos
    assert any("might not be a counter" in info for info in infos) == (release == "prometheus3")


def test_warnings_and_infos_are_kept() -> None:
    """What the server warns of and remarks on is in the result, though the query succeeds."""
    body = (
        b'{"status":"success","warnings":["w"],"infos":["i"],'
        b'"data":{"resultType":"vector","result":[]}}'
    )
    with answering(200, body) as url, PrometheusClient(url, http=direct()) as asking:
        result = asking.query("up")
    assert (result.warnings, result.infos) == (("w",), ("i",))


def test_prefix_of_a_proxy_is_kept(url: str) -> None:
    """A prefix in the URL stays before the path of the API."""
    assert f"{url}/prefix/api/v1/query answered 404" in failure(f"{url}/prefix/")


def test_error_of_prometheus_is_quoted(client: PrometheusClient) -> None:
    """A query that cannot be parsed ends with Prometheus's own reason."""
    with pytest.raises(PrometheusError, match=r"400 Bad Request, bad_data: .*parse error"):
        client.query("sum((")


def test_failed_execution_is_quoted(client: PrometheusClient) -> None:
    """A query that fails while it runs (422) ends with Prometheus's own reason."""
    with pytest.raises(PrometheusError, match=r"422 .*execution: .*many-to-many"):
        client.query(
            "pushes_total + on () pushes_total",
            at=NOON,
        )


def test_unreachable() -> None:
    """A port at which nobody listens is reported as such."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert f"http://127.0.0.1:{port}/api/v1/query cannot be reached" in failure(
        f"http://127.0.0.1:{port}"
    )


def test_timeout() -> None:
    """A server that accepts and says nothing is given up after the client's time."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        message = failure(f"http://127.0.0.1:{silent.getsockname()[1]}", timeout=0.2)
    assert "did not answer within 0.2 s" in message
    assert "--timeout" in message


def test_page_instead_of_json() -> None:
    """A web page is no answer, and the message shows how it begins."""
    with answering(200, b"<html>Sign in</html>") as url:
        assert "not JSON: '<html>Sign in</html>'" in failure(url)


def test_redirect() -> None:
    """A redirect is not followed; its query, which may hold a secret, is not shown."""
    with answering(302, b"", Location="https://sso.example/login?token=secret") as url:
        message = failure(url)
    assert ("https://sso.example/login" in message, "secret" in message) == (True, False)


def test_broken_off_answer() -> None:
    """An answer that ends before its announced length is no answer."""
    with answering(200, b'{"status":"succ', length=1000) as url:
        assert "gave no whole answer" in failure(url)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"[]", "expected a JSON object"),
        (b"{}", "no reason given"),
        (b'{"status":"success"}', "missing required field `data`"),
        (b'{"status":"success","data":{}}', "missing required field `resultType` - at `data`"),
        (
            b'{"status":"success","data":{"resultType":"vector"}}',
            "missing required field `result` - at `data`",
        ),
        (
            b'{"status":"success","data":{"resultType":"vector","result":[{"value":[1,"2"]}]}}',
            "missing required field `metric` - at `data.result[0]`",
        ),
        (
            b'{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1]}]}}',
            "Expected `array` of length 2 - at `data.result[0].value`",
        ),
        (
            b'{"status":"success","data":{"resultType":"scalar","result":[1,"x"]}}',
            "could not convert string to float: 'x' - at `data`",
        ),
        (
            b'{"status":"success","data":{"resultType":"vector","result":[{"histogram":[1,{}]}]}}',
            "unknown field `histogram` - at `data.result[0]`: native histograms are not numbers",
        ),
        (
            b'{"status":"success","data":{"resultType":"string","result":[1,"x"]}}',
            "'string' - at `data.resultType`: expected vector, matrix or scalar",
        ),
    ],
)
def test_half_answer(body: bytes, expected: str) -> None:
    """An answer without what Prometheus always sends is an error which names the missing part."""
    with answering(200, body) as url:
        assert expected in failure(url)


def test_success_with_a_status_of_failure() -> None:
    """An answer that is a success to itself and a failure to HTTP is not believed."""
    body = b'{"status":"success","data":{"resultType":"vector","result":[]}}'
    with answering(502, body) as url:
        assert "a proxy between us is at fault" in failure(url)


def test_password_is_not_shown() -> None:
    """A name and a password in the URL are used, and appear in no message."""
    with answering(500, b"no") as url:
        message = failure(url.replace("http://", "http://someone:secret@"))
    assert ("someone" in message, "secret" in message) == (False, False)


@pytest.mark.parametrize("url", ["localhost:9090", "ftp://localhost", "http://", ""])
def test_no_url(url: str) -> None:
    """What is not an HTTP URL is refused before anything is sent."""
    with pytest.raises(PrometheusError, match="expected http://host:port"):
        PrometheusClient(url)


def test_unreadable_url_is_not_quoted() -> None:
    """A URL that cannot be read is not shown, for its password may be what breaks it."""
    with pytest.raises(PrometheusError) as caught:
        PrometheusClient("http://someone:sec/ret@host:port")
    assert "sec" not in str(caught.value)


def test_http_client_is_the_callers(url: str) -> None:
    """The HTTP client is made by the caller, who may give it headers, certificates and sign-in."""
    scopes: list[str] = []

    def note(request: httpx.Request) -> None:
        scopes.append(request.headers["x-scope"])

    def http() -> httpx.Client:
        headers, hooks = {"x-scope": "git"}, {"request": [note]}
        return httpx.Client(timeout=PATIENCE, trust_env=False, headers=headers, event_hooks=hooks)

    with PrometheusClient(url, http=http) as asking:
        asking.query("1")
    assert scopes == ["git"]
