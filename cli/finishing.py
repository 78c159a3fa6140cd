"""Commands that finish a made film otherwise: finish, export."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from api.schemas import CutInfo, ProjectInfo, ProjectStatus, VersionInfo
from cli.client import StudioClient
from cli.delivery import check_out, check_space
from cli.exits import CommandError, Exit
from cli.finish_options import (
    AlsoOption,
    BrandOption,
    CaptionsOption,
    FitOption,
    LoudnessOption,
    PeakOption,
    TransitionOption,
    finish_of,
)
from cli.following import follow, save
from cli.options import HomeOption, JsonOption, ProjectArgument
from cli.studio import studio
from film.finish import Finish, Version
from film.format import Aspect, Codec
from film.status import ProjectState


def register(app: typer.Typer) -> None:
    """Add these commands to ``app``."""
    app.command()(finish)
    app.command()(export)


def finish(
    home: HomeOption,
    project_id: ProjectArgument,
    also: AlsoOption = None,
    transition: TransitionOption = None,
    captions: CaptionsOption = None,
    fit: FitOption = None,
    brand: BrandOption = None,
    loudness: LoudnessOption = None,
    peak: PeakOption = None,
    out: Annotated[Path, typer.Option("--out", "-o", help="Where the film goes.")] = Path("film.mp4"),
    as_json: JsonOption = False,
) -> None:
    """Finish a film otherwise and cut it anew. Nothing is bought; what does not change is used again."""
    console = Console(stderr=as_json)
    check_out(out)
    check_space(home)
    with studio(home, console) as endpoints, StudioClient(endpoints.api_url) as client:
        wanted = finish_of(client.finish(project_id), also, transition, captions, fit, brand, loudness, peak)
        status = _refinished(client, project_id, wanted, console)
        save(client, status, console, out, as_json=as_json)


def export(
    home: HomeOption,
    project_id: ProjectArgument,
    aspect: Annotated[Aspect | None, typer.Option(help="The shape; by default the film's.")] = None,
    codec: Annotated[Codec, typer.Option(help="How the picture is coded; h264 plays everywhere.")] = Codec.H264,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Where it goes; named after it by default.")] = None,
) -> None:
    """Save a version of a film's newest cut, and make it first if there is none yet."""
    console = Console(stderr=True)
    if out:
        check_out(out)
    check_space(home)
    with studio(home, console) as endpoints, StudioClient(endpoints.api_url) as client:
        project = client.project(project_id)
        version = Version(aspect=aspect or project.film_format.aspect, codec=codec)
        target = out or Path(f"{project_id}-{version.name}.mp4")
        check_out(target)
        found = _version(_newest(project), version)
        if found is None:
            also = tuple(dict.fromkeys([*project.finish.also, version]))
            _refinished(client, project_id, project.finish.model_copy(update={"also": also}), console)
            found = _version(_newest(client.project(project_id)), version)
        if found is None:
            message = f"The version {version.name} could not be made; `reelwright show {project_id}` says why"
            raise CommandError(Exit.FAILED, message)
        client.download(found.film, target)
    print(target)


def _refinished(client: StudioClient, project_id: str, wanted: Finish, console: Console) -> ProjectStatus:
    before = client.status(project_id)
    if before.state is not ProjectState.DELIVERED:
        message = f"The film is {before.phase}; finish it otherwise when it is delivered"
        raise CommandError(Exit.CONFLICT, message)
    client.set_finish(project_id, wanted)
    return follow(client, project_id, console, after_event=before.last_event + 1)


def _newest(project: ProjectInfo) -> CutInfo:
    if not project.cuts:
        raise CommandError(Exit.CONFLICT, f"The film is {project.state.value}; there is nothing to export yet")
    return project.cuts[-1]


def _version(cut: CutInfo, version: Version) -> VersionInfo | None:
    return next((made for made in cut.versions if made.name == version.name), None)
