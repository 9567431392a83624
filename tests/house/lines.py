"""`python -m tests.house.lines [FOLDER]`: lines of code, engine and catalogue and tests apart.

A line of code is one that is not blank and holds more than a comment or a docstring.
"""

import ast
import io
import sys
import tokenize
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
_NO_CODE = {
    tokenize.COMMENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
    tokenize.INDENT,
    tokenize.NEWLINE,
    tokenize.NL,
}
_DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def code_lines(text: str) -> int:
    """Return how many lines of a module are code."""
    lines = {
        line
        for token in tokenize.generate_tokens(io.StringIO(text).readline)
        if token.type not in _NO_CODE
        for line in range(token.start[0], token.end[0] + 1)
    }
    for node in ast.walk(ast.parse(text)):
        # A docstring, and the text beneath a constant that says what it is.
        for statement in node.body if isinstance(node, _DOCUMENTED) else ():
            if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
                lines -= set(range(statement.lineno, (statement.end_lineno or 0) + 1))
    return len(lines)


def part(path: Path) -> str:
    """Return what a module of the project belongs to: `engine/review`, `catalogue`, `tests`."""
    folder, *rest = path.parts
    if folder != "observability":
        return folder
    if rest[0] in {"catalogue", "starter"}:  # definitions, ours and an invented shop's
        return rest[0]
    return f"engine/{rest[0] if len(rest) > 1 else ''}"


def counted(root: Path) -> dict[str, Counter[str]]:
    """Return the modules, lines and lines of code of each part below a folder."""
    parts: dict[str, Counter[str]] = {}
    for folder in ("observability", "tests", "benchmarks", "tools"):
        for path in sorted((root / folder).rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            parts.setdefault(part(path.relative_to(root)), Counter()).update(
                modules=1, lines=len(text.splitlines()), code=code_lines(text)
            )
    return parts


def table(parts: dict[str, Counter[str]]) -> str:
    """Return the counts as a table, the engine's rooms below the engine."""
    engine: Counter[str] = sum(
        (count for name, count in parts.items() if name.startswith("engine/")), Counter()
    )
    whole = {"engine": engine} | {k: v for k, v in parts.items() if not k.startswith("engine/")}
    rooms = {f"  {k.removeprefix('engine/') or '(top)'}": parts[k] for k in parts if "/" in k}
    ordered = {"engine": whole.pop("engine")} | rooms | whole
    rows = [("", "modules", "lines", "code")] + [
        (name, *(f"{count[what]:,}" for what in ("modules", "lines", "code")))
        for name, count in ordered.items()
    ]
    return "\n".join(f"{name:18}{m:>8}{lines:>8}{code:>8}" for name, m, lines, code in rows)


if __name__ == "__main__":
    sys.stdout.write(table(counted(Path(sys.argv[1]) if sys.argv[1:] else ROOT)) + "\n")
