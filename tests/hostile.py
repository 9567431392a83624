"""Texts that a definition may hold and that must be shown as they are."""

HOSTILE = (
    "[red]not markup[/red] [/] [link=https://example.org]x[/link]",
    "{{ $labels.slo }} {{ range }}",
    "quotes \" and ' and \\ and `",
    "line\nbreak\ttab",
    "\x1b]0;title\x07 \x1b[31m",
    "right to left \u202e override",
    "日本語 ✓ :smile:",
    "x" * 10_000,
)
