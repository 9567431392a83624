"""The command line: `observability VERB`; each verb is one file of `commands/`."""

import importlib
import pkgutil
import sys
from typing import Any, NoReturn

import click

from observability import commands
from observability.errors import ObservabilityError


class _Verbs(click.Group):
    """Loads a verb's module only when the verb is used, so that start-up stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click passes it
        """Return the verbs."""
        return sorted(module.name for module in pkgutil.iter_modules(commands.__path__))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of a verb."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = importlib.import_module(f"{commands.__name__}.{cmd_name}")
        command: click.Command = module.command
        return command

    def main(self, *args: Any, **extra: Any) -> NoReturn:  # noqa: ANN401  click passes them on
        """Run a verb and end: 0 fine, 1 findings, 2 wrong use or cannot.

        Whatever this package refuses is one message here, for every verb.
        """
        try:
            # click returns the code of an Exit, and None for a command that ends.
            sys.exit(super().main(*args, **{**extra, "standalone_mode": False}))
        except click.Abort:
            sys.exit(130)
        except click.ClickException as error:
            error.show()
        except ObservabilityError as error:
            click.echo(f"error: {error}", err=True)
        sys.exit(2)


@click.command(cls=_Verbs)
def cli() -> None:
    """Observability as code: SLOs in, proven rules and dashboards out."""


def main() -> None:
    """Run the command line."""
    cli()
