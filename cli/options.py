"""Options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

from cli.stack import Home

HomeOption = Annotated[
    Path,
    typer.Option(
        "--home",
        help="The data folder.",
        envvar="REELWRIGHT_HOME",
        default_factory=lambda: Home.default().root,
        show_default="./.reelwright",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the result as JSON; progress goes to standard error.")]
ProjectArgument = Annotated[str, typer.Argument(metavar="ID", help="The project, as `reelwright ls` shows it.")]
