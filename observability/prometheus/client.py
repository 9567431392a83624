"""Ask a Prometheus over HTTP."""

import json
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Self, TypeVar

import httpx

from observability.prometheus import decode
from observability.prometheus.answers import (
    BuildInfo,
    LabelSets,
    QueryResult,
    RuleGroup,
    RuntimeInfo,
    Target,
)
from observability.prometheus.errors import PrometheusError

Value = TypeVar("Value")
Parameters = Mapping[str, str | list[str]]

TIMEOUT_SECONDS = 60.0
"""How long one answer may take; a query over a month of raw samples may take that long."""


def default_http() -> httpx.Client:
    """Return the HTTP client of a Prometheus that asks for no sign-in."""
    return httpx.Client(timeout=TIMEOUT_SECONDS)


class PrometheusClient:
    """A Prometheus, or something that speaks its HTTP API, at one URL.

    Use it as a context, which closes its connections at the end. Each method is one request, and
    each raises `PrometheusError` when there is no answer, when the answer is an error, and when it
    is only half an answer; the message names the URL without the name and password that it may
    hold. What Prometheus warns of is no error: look at the result's `warnings`.
    """

    def __init__(self, url: str, *, http: Callable[[], httpx.Client] = default_http) -> None:
        """Prepare to ask; nothing is sent yet.

        Args:
            url: where Prometheus answers, with the prefix that a proxy gives it, such as
                `https://example.org/prometheus`.
            http: makes the HTTP client; here go the time limit, certificates and sign-in.

        Raises:
            PrometheusError: that is no HTTP URL.

        """
        try:
            self._url = httpx.URL(url.rstrip("/"))
        except httpx.InvalidURL:
            # Its reason would quote a part of the URL, which may be a part of the password.
            raise PrometheusError(
                "the URL of Prometheus cannot be read: expected http://host:port"
            ) from None
        if self._url.scheme not in {"http", "https"} or not self._url.host:
            raise PrometheusError(
                f"{_without_secrets(self._url)} is no HTTP URL: expected http://host:port"
            )
        self._http = http()

    def __enter__(self) -> Self:
        """Return the client itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connections."""
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def query(
        self, expression: str, *, at: float | None = None, stats: bool = False
    ) -> QueryResult:
        """Return the value of an expression at one time.

        Args:
            expression: PromQL.
            at: when, in seconds of Unix time; without it now, by the server's clock.
            stats: ask what the query cost, too (`queryable_samples`).

        """
        parameters = {"query": expression}
        if at is not None:
            parameters["time"] = _time(at)
        if stats:
            parameters["stats"] = "all"
        return self._ask("query", decode.query_result, parameters)

    def query_range(
        self, expression: str, *, start: float, end: float, step: float, stats: bool = False
    ) -> QueryResult:
        """Return the values of an expression at regular times.

        Args:
            expression: PromQL.
            start: the first time, in seconds of Unix time.
            end: no time is later than this, in seconds of Unix time.
            step: seconds between two times. Prometheus refuses more than 11,000 steps.
            stats: ask what the query cost, too (`queryable_samples`).

        """
        parameters = {
            "query": expression,
            "start": _time(start),
            "end": _time(end),
            "step": _time(step),
        }
        if stats:
            parameters["stats"] = "all"
        return self._ask("query_range", decode.query_result, parameters)

    def series(
        self, selectors: Sequence[str], *, start: float | None = None, end: float | None = None
    ) -> LabelSets:
        """Return the labels of the series that match one of the selectors.

        Args:
            selectors: such as `up{job="x"}`; at least one.
            start: in seconds of Unix time; without it the beginning.
            end: in seconds of Unix time; without it now.

        """
        parameters: dict[str, str | list[str]] = {"match[]": list(selectors)}
        if start is not None:
            parameters["start"] = _time(start)
        if end is not None:
            parameters["end"] = _time(end)
        return self._ask("series", decode.label_sets, parameters)

    def rules(self) -> tuple[RuleGroup, ...]:
        """Return the rule groups that the server evaluates."""
        return self._ask("rules", decode.rule_groups)

    def targets(self) -> tuple[Target, ...]:
        """Return the targets that the server scrapes."""
        return self._ask("targets", decode.targets)

    def build_info(self) -> BuildInfo:
        """Return what the server says it is."""
        return self._ask("status/buildinfo", decode.build_info)

    def runtime_info(self) -> RuntimeInfo:
        """Return how the server runs, its retention among it."""
        return self._ask("status/runtimeinfo", decode.runtime_info)

    def _ask(
        self,
        what: str,
        decoded: Callable[[Mapping[str, object]], Value],
        parameters: Parameters | None = None,
    ) -> Value:
        url = self._url.copy_with(path=f"{self._url.path.rstrip('/')}/api/v1/{what}")
        shown = _without_secrets(url)
        try:
            # An expression may be longer than a URL may be, so it goes into the body.
            response = (
                self._http.get(url)
                if parameters is None
                else self._http.post(url, data=dict(parameters))
            )
        except httpx.TimeoutException:
            raise PrometheusError(
                f"{shown} did not answer in time: is it overloaded? "
                "Ask for less, or allow it more time"
            ) from None
        except httpx.ConnectError as error:
            raise PrometheusError(
                f"{shown} cannot be reached: {error}; is Prometheus running there?"
            ) from None
        except httpx.HTTPError as error:
            raise PrometheusError(f"{shown} gave no whole answer: {error}") from None
        answer = _answer(response, shown)
        try:
            return decoded(answer)
        except decode.MalformedAnswerError as error:
            raise PrometheusError(
                f"{shown} sent half an answer, or something else than Prometheus: {error}"
            ) from None


def _answer(response: httpx.Response, shown: str) -> dict[str, object]:
    """Return the JSON object of a response that Prometheus calls a success."""
    status = f"{response.status_code} {response.reason_phrase}".strip()
    if response.is_redirect:
        target = response.headers.get("location", "")
        raise PrometheusError(
            f"{shown} sends us elsewhere ({status}, to {_place(target)}): is that a sign-in page? "
            "Give the URL at which Prometheus itself answers"
        )
    try:
        answer = json.loads(response.content)
    except ValueError:
        raise PrometheusError(
            f"{shown} answered {status} with something that is not JSON: {response.text[:100]!r}; "
            "is this the URL of Prometheus, with the prefix that a proxy gives it?"
        ) from None
    if not isinstance(answer, dict):
        raise PrometheusError(
            f"{shown} answered {status} with {str(answer)[:100]}: expected a JSON object"
        )
    if answer.get("status") != "success":
        reason = answer.get("error") or f"no reason given, status {answer.get('status')!r}"
        raise PrometheusError(
            f"{shown} answered {status}, {answer.get('errorType', 'error')}: {reason}"
        )
    if response.is_error:
        raise PrometheusError(
            f"{shown} answered {status}, yet calls it a success: a proxy between us is at fault"
        )
    return answer


def _without_secrets(url: httpx.URL) -> str:
    """Return the URL without its parts that may hold a secret."""
    return str(url.copy_with(userinfo=b"", query=None, fragment=None))


def _place(target: str) -> str:
    try:
        return _without_secrets(httpx.URL(target))
    except httpx.InvalidURL:
        return "nowhere"


def _time(seconds: float) -> str:
    # Prometheus reads milliseconds; more digits would only make a query hard to repeat by hand.
    return f"{seconds:.3f}".rstrip("0").rstrip(".")
