"""One question to promtool: what does an expression give at a time, if these series are there?"""

import json
from collections.abc import Mapping
from pathlib import Path

from observability.expressions.printing import render
from observability.expressions.promql import Expression
from observability.prometheus.promtool import Promtool, run_tests

Samples = Mapping[str, float]
"""Values by series, as PromQL writes a series: {'{pod="a"}': 1}."""


def gives(
    promtool: Promtool,
    folder: Path,
    expression: Expression | str,
    expected: Samples,
    series: Mapping[str, str],
    *,
    at: str = "10m",
    interval: str = "1m",
) -> str:
    """Return "" if the expression gives just those samples, else what promtool objects to.

    `series` are values by series in promtool's notation, a sample for each interval.
    """
    text = expression if isinstance(expression, str) else render(expression)
    test = {
        "interval": interval,
        "input_series": [{"series": name, "values": values} for name, values in series.items()],
        "promql_expr_test": [
            {
                "expr": text,
                "eval_time": at,
                "exp_samples": [
                    {"labels": name, "value": value} for name, value in expected.items()
                ],
            }
        ],
    }
    path = folder / "question.yaml"
    path.write_text(json.dumps({"evaluation_interval": interval, "tests": [test]}))
    verdict = run_tests(promtool, [path])
    return "" if verdict.passed else verdict.output
