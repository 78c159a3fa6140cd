"""The ``reelwright`` command."""

import sys

import typer
from rich.console import Console

from cli import (
    briefing,
    buying,
    films,
    finishing,
    flavours,
    models,
    money,
    moods,
    planning,
    references,
    service,
    verifying,
)
from cli.exits import CommandError, Exit
from cli.stack import StackError

app = typer.Typer(
    name="reelwright",
    help="A brief in, a film out.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
films.register(app)
planning.register(app)
briefing.register(app)
finishing.register(app)
money.register(app)
buying.register(app)
references.register(app)
models.register(app)
flavours.register(app)
moods.register(app)
verifying.register(app)
service.register(app)


def main() -> None:
    """Run a command; every expected failure is one sentence on standard error and an exit code."""
    try:
        app()
    except CommandError as error:
        Console(stderr=True).print(str(error), style="red", markup=False, highlight=False, soft_wrap=True)
        sys.exit(int(error.code))
    except StackError as error:
        Console(stderr=True).print(str(error), style="red", markup=False, highlight=False, soft_wrap=True)
        sys.exit(int(Exit.NO_STUDIO))


if __name__ == "__main__":
    main()
