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
MARKUP = (
    *HOSTILE,
    "<script>alert(1)</script>",
    "</style></title></svg><img src=x onerror=alert(1)>",
    "\"onmouseover='alert(1)'",
    "| a | b |\n|---|---|",
    "[text](javascript:alert(1))",
    "]]> --> &lt;b&gt; &nbsp; \x00",
)
"""The same, and what a browser or a reader of Markdown may obey."""
