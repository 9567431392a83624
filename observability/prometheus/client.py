"""Ask a Prometheus over HTTP."""

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from types import TracebackType
from typing import Self, TypeVar

import httpx
from msgspec import DecodeError, ValidationError
from msgspec.json import decode

from observability.errors import PrometheusError
from observability.prometheus import answers, failures
from observability.prometheus.answers import (
    Answer,
    BuildInfo,
    LabelSets,
    QueryResult,
    RuleGroup,
    RuleGroups,
    RuntimeInfo,
    Target,
    Targets,
)

Value = TypeVar("Value")
Parameters = Mapping[str, str | list[str]]

TIMEOUT_SECONDS = 60.0
"""How long one answer may take; a query over a month of raw samples may take that long."""

_BUSY = (429, 503)
_AGAIN, _LONGEST_WAIT = 2, 30
"""How often, and after how many seconds at most, a server that asks us to wait is asked again."""


def default_http() -> httpx.Client:
    """Return the HTTP client of a Prometheus that asks for no sign-in."""
    return httpx.Client(timeout=TIMEOUT_SECONDS)


def local_http(seconds: float = TIMEOUT_SECONDS) -> httpx.Client:
    """Return the HTTP client of a server of our own: no proxy of the environment lies between."""
    return httpx.Client(timeout=seconds, trust_env=False)


class PrometheusClient:
    """A Prometheus, or something that speaks its HTTP API, at one URL.

    Use it as a context, which closes its connections at the end. Each method is one request, and
    each raises `PrometheusError` when there is no answer, when the answer is an error, and when it
    is malformed; the message names the URL without the name and password that it may
    hold. What Prometheus warns of is no error: look at the result's `warnings`.
    """

    def __init__(self, url: str, *, http: Callable[[], httpx.Client] = default_http) -> None:
        """Prepare to ask; nothing is sent yet.

        Args:
            url: where Prometheus answers, with the prefix that a proxy gives it, such as
                `https://example.org/prometheus`.
            http: makes the HTTP client; here go the time limit, certificates and sign-in.

        Raises:
            PrometheusError: that is not an HTTP URL.

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
                f"{failures.without_secrets(self._url)} is not an HTTP URL: expected http://host:port"
            )
        self._http = http()
        self._warnings: dict[str, None] = {}

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

    @property
    def warnings(self) -> tuple[str, ...]:
        """What Prometheus warned of so far, each once: some answers may be incomplete."""
        return tuple(self._warnings)

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
        return self._ask("query", answers.query_result, parameters)

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
        return self._ask("query_range", answers.query_result, parameters)

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
        return self._ask("series", answers.label_sets, parameters)

    def rules(self) -> tuple[RuleGroup, ...]:
        """Return the rule groups that the server evaluates."""
        return self._ask("rules", answers.reader(RuleGroups)).groups

    def targets(self) -> tuple[Target, ...]:
        """Return the targets that the server scrapes."""
        return self._ask("targets", answers.reader(Targets)).active_targets

    def build_info(self) -> BuildInfo:
        """Return what the server says it is."""
        return self._ask("status/buildinfo", answers.reader(BuildInfo))

    def runtime_info(self) -> RuntimeInfo:
        """Return how the server runs, its retention among it."""
        return self._ask("status/runtimeinfo", answers.reader(RuntimeInfo))

    def _ask(
        self,
        what: str,
        read: Callable[[Answer], Value],
        parameters: Parameters | None = None,
    ) -> Value:
        url = self._url.copy_with(path=f"{self._url.path.rstrip('/')}/api/v1/{what}")
        shown = failures.without_secrets(url)
        # An expression may be longer than a URL may be, so it goes into the body.
        request = self._http.build_request(
            "GET" if parameters is None else "POST",
            url,
            data=None if parameters is None else dict(parameters),
        )
        try:
            answer = _answer(*self._sent(request, _AGAIN), shown)
        except httpx.HTTPError as error:
            seconds = self._http.timeout.read
            raise PrometheusError(failures.unanswered(error, shown, seconds)) from None
        try:
            value = read(answer)
        except (DecodeError, ValueError) as error:
            raise PrometheusError(
                f"{shown} returned an invalid Prometheus API response: {failures.invalid(error)}"
            ) from None
        self._warnings.update(dict.fromkeys(answer.warnings or ()))
        return value

    def _sent(self, request: httpx.Request, again: int) -> tuple[httpx.Response, bytes]:
        """Send a request, and again so often while the answer says when to come back."""
        with closing(self._http.send(request, stream=True)) as response:
            body = _body(response, self._http.timeout.read)
        wait = _wait(response)
        if wait is None or not again:
            return response, body
        time.sleep(wait)
        return self._sent(request, again - 1)


def _body(response: httpx.Response, limit: float | None) -> bytes:
    """Return the whole body; httpx's own limit is between two parts, however many there are."""
    began = time.monotonic()
    body = bytearray()
    for part in response.iter_bytes():
        body += part
        if limit is not None and time.monotonic() - began > limit:
            raise httpx.ReadTimeout("", request=response.request)
    return bytes(body)


def _wait(response: httpx.Response) -> float | None:
    """Return for how many seconds the server asks us to wait; None if it does not, or too long."""
    said = response.headers.get("retry-after", "")
    if response.status_code not in _BUSY or not said.isdecimal() or int(said) > _LONGEST_WAIT:
        return None
    return int(said)


def _answer(response: httpx.Response, body: bytes, shown: str) -> Answer:
    """Return the answer of a response that Prometheus calls a success; its data are not read."""
    refusal = failures.refused(response, body, shown)
    if refusal is not None:
        raise PrometheusError(refusal)
    try:
        answer = decode(body, type=Answer)
    except ValidationError:
        raise PrometheusError(
            f"{shown} answered {failures.status_of(response)} with "
            f"{body[:100].decode(errors='replace')}: expected a JSON object"
        ) from None
    except DecodeError:
        raise PrometheusError(failures.unreadable(response, body, shown)) from None
    if answer.status != "success":
        raise PrometheusError(failures.declined(response, answer, shown))
    if response.is_error:
        raise PrometheusError(
            f"{shown} answered {failures.status_of(response)}, yet calls it a success: "
            "a proxy between us is at fault"
        )
    return answer


def _time(seconds: float) -> str:
    # Prometheus reads milliseconds; more digits would only make a query hard to repeat by hand.
    return f"{seconds:.3f}".rstrip("0").rstrip(".")
