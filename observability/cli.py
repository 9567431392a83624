"""The command line: `observability VERB`; each verb is one file of `commands/`."""

import importlib
import pkgutil
import sys

import click

from observability import commands
from observability.model.errors import DefinitionError


class _Verbs(click.Group):
    """Loads a verb's module only when the verb is used, so that start-up stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the verbs."""
        return sorted(module.name for module in pkgutil.iter_modules(commands.__path__))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of a verb."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = importlib.import_module(f"{commands.__name__}.{cmd_name}")
        command: click.Command = module.command
        return command


@click.command(cls=_Verbs)
def cli() -> None:
    """Observability as code for GitStratum: SLOs in, proven rules and dashboards out."""


def main() -> None:
    """Run the command line; exit 0 fine, 1 findings, 2 wrong use or cannot."""
    try:
        cli(standalone_mode=False)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except DefinitionError as error:
        click.echo(f"error: {error}", err=True)
        sys.exit(2)
