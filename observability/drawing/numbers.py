"""Numbers as Grafana writes them, in its units."""

import math

_BINARY = ("B", "KiB", "MiB", "GiB", "TiB", "PiB")
_SHORT = ("", " K", " Mil", " Bil", " Tri")
_TIMES = ((86400 * 7, "week"), (86400, "day"), (3600, "hour"), (60, "min"))


def _digits(value: float, decimals: int | None = None, significant: int = 3) -> str:
    if decimals is not None:
        return f"{value:.{decimals}f}"
    if value == 0 or abs(value) >= 1e15:  # noqa: PLR2004
        return f"{value:g}"
    text = f"{value:.{max(0, significant - 1 - math.floor(math.log10(abs(value))))}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _scaled(value: float, base: float, names: tuple[str, ...], decimals: int | None) -> str:
    level = 0
    while abs(value) >= base and level < len(names) - 1:
        value /= base
        level += 1
    return f"{_digits(value, decimals)}{names[level]}"


def _seconds(value: float, decimals: int | None) -> str:
    size = abs(value)
    for length, name in _TIMES:
        if size >= length:
            amount = _digits(value / length, decimals)
            plural = "s" if name in ("week", "day", "hour") and amount != "1" else ""
            return f"{amount} {name}{plural}"
    if size >= 1 or size == 0:
        return f"{_digits(value, decimals)} s"
    if size >= 1e-3:  # noqa: PLR2004
        return f"{_digits(value * 1e3, decimals)} ms"
    return f"{_digits(value * 1e6, decimals)} µs"


def written(value: float, unit: str, decimals: int | None = None) -> str:
    """Return a number in one of Grafana's units (short, percentunit, s, bytes, Bps, ops)."""
    if not math.isfinite(value):
        return "no number"
    match unit:
        case "percentunit":
            return f"{_digits(value * 100, decimals, 4)}%"
        case "s":
            return _seconds(value, decimals)
        case "bytes":
            return _scaled(value, 1024, tuple(f" {name}" for name in _BINARY), decimals)
        case "Bps":
            return _scaled(value, 1024, tuple(f" {name}/s" for name in _BINARY), decimals)
        case "ops":
            return _scaled(value, 1000, ("", "K", "M"), decimals) + " ops/s"
        case _:
            return _scaled(value, 1000, _SHORT, decimals)
