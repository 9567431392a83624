"""Send samples to a Prometheus by its remote-write protocol, version 1.

`promtool tsdb create-blocks-from openmetrics` would need 9 GB of text for three days of 16,500
series. Here all series of a kind share their samples, so that they are encoded once.

The messages are those of `prometheus/prompb/remote.proto`; the body is a snappy block that holds
it as one literal, which compresses nothing and is a block all the same.
"""

import struct
from collections.abc import Iterable, Mapping, Sequence

import httpx

_HEADERS = {
    "Content-Encoding": "snappy",
    "Content-Type": "application/x-protobuf",
    "X-Prometheus-Remote-Write-Version": "0.1.0",
}
_LITERAL = bytes([63 << 2])
"""The tag of a snappy literal whose length follows in four bytes."""
_SERIES_OF_A_REQUEST = 1_000


def varint(number: int) -> bytes:
    """Return a number as protobuf writes it: seven bits a byte, the lowest first."""
    encoded = bytearray()
    while number > 0x7F:  # noqa: PLR2004  seven bits
        encoded.append(number & 0x7F | 0x80)
        number >>= 7
    encoded.append(number)
    return bytes(encoded)


def _field(number: int, content: bytes) -> bytes:
    return varint(number << 3 | 2) + varint(len(content)) + content


def encoded_labels(labels: Mapping[str, str]) -> bytes:
    """Return the labels of a series, sorted by name as the protocol wants them."""
    return b"".join(
        _field(1, _field(1, name.encode()) + _field(2, value.encode()))
        for name, value in sorted(labels.items())
    )


def encoded_samples(samples: Iterable[tuple[int, float]]) -> bytes:
    """Return pairs of time (seconds of Unix time) and value."""
    return b"".join(
        _field(2, b"\x09" + struct.pack("<d", value) + b"\x10" + varint(time * 1000))
        for time, value in samples
    )


def snappy(message: bytes) -> bytes:
    """Return a message as a snappy block."""
    return varint(len(message)) + _LITERAL + struct.pack("<I", len(message) - 1) + message


def send(http: httpx.Client, url: str, series: Sequence[tuple[bytes, bytes]]) -> None:
    """Send series, each as its encoded labels and samples; raise if Prometheus refuses."""
    for start in range(0, len(series), _SERIES_OF_A_REQUEST):
        some = series[start : start + _SERIES_OF_A_REQUEST]
        message = b"".join(_field(1, labels + samples) for labels, samples in some)
        answer = http.post(f"{url}/api/v1/write", content=snappy(message), headers=_HEADERS)
        if answer.is_error:
            raise RuntimeError(f"Prometheus refuses samples: {answer.status_code} {answer.text}")
