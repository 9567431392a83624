"""The options that commands share: the project, an environment of it, how to ask a Prometheus."""

from collections.abc import Callable
from dataclasses import fields
from functools import wraps
from pathlib import Path
from typing import Any

import click

from observability.model.environment import Environment
from observability.project import VARIABLE, Project, load
from observability.prometheus.client import TIMEOUT_SECONDS
from observability.prometheus.sign_in import SignIn, signed_in

Command = Callable[..., None]

_FILE = click.Path(path_type=Path, dir_okay=False)
_SIGN_IN = tuple(field.name for field in fields(SignIn))
_SIGN_IN_OPTIONS = (
    click.option("--bearer-token-file", "token_file", type=_FILE, help="Sign in by token."),
    click.option("--user", help="Sign in by name; the password is read from a file."),
    click.option("--password-file", type=_FILE, help="The user's password."),
    click.option(
        "--ca-file", type=_FILE, help="Authorities to trust, PEM, instead of the system's."
    ),
    click.option("--cert-file", type=_FILE, help="Our certificate, PEM, if one is wanted."),
    click.option("--key-file", type=_FILE, help="Its key, PEM, if that is not in --cert-file."),
    click.option(
        "--timeout",
        "seconds",
        type=click.FloatRange(min=0, min_open=True),
        metavar="SECONDS",
        default=TIMEOUT_SECONDS,
        show_default=True,
        help="How long Prometheus may take for an answer.",
    ),
)


def _project(ctx: click.Context, _param: click.Parameter, given: str | None) -> None:
    ctx.obj = load(given, Path.cwd())


def with_project(command: Command) -> Command:
    """Hand a command the `project` at hand, and give it the option `--catalogue`."""

    @wraps(command)
    def run(**given: Any) -> None:  # noqa: ANN401  whatever the command takes
        command(project=click.get_current_context().obj, **given)

    option = click.option(
        "--catalogue",
        metavar="MODULE:NAME",
        envvar=VARIABLE,
        expose_value=False,
        is_eager=True,
        callback=_project,
        help="The definitions (those that the nearest pyproject.toml names).",
    )
    return option(run)


def _environment(ctx: click.Context, _param: click.Parameter, name: str | None) -> Environment:
    project: Project = ctx.obj
    catalogue = project.catalogue
    return catalogue.primary if name is None else catalogue.environment(name)


def environment_option(purpose: str) -> Callable[[Command], Command]:
    """Return what gives a command the option `--environment`; without it the primary is meant."""
    return click.option(
        "--environment",
        metavar="NAME",
        callback=_environment,
        help=f"{purpose} (the catalogue's primary environment).",
    )


environment_argument = click.argument("environment", callback=_environment)
"""Gives a command the argument ENVIRONMENT."""


def with_prometheus(command: Command) -> Command:
    """Hand a command `http`, which makes the HTTP client, and give it the options that sign in."""

    @wraps(command)
    def run(**given: Any) -> None:  # noqa: ANN401  whatever the command takes
        sign_in = SignIn(**{name: given.pop(name) for name in _SIGN_IN})
        command(http=signed_in(sign_in), **given)

    for option in reversed(_SIGN_IN_OPTIONS):
        run = option(run)
    return run
