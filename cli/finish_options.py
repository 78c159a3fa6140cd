"""How a film is finished, as options of commands."""

import re
from typing import Annotated

import typer
from pydantic import ValidationError

from cli.exits import CommandError, Exit
from film.finish import Finish, Version
from film.format import Aspect, Codec
from film.framing import Fit
from film.joints import TransitionKind
from film.lettering import BrandColours, CaptionStyle

NO_CAPTIONS = "none"
_STYLES = ", ".join([*CaptionStyle, NO_CAPTIONS])

AlsoOption = Annotated[
    list[str] | None,
    typer.Option(
        "--also", metavar="ASPECT[/CODEC]", help="Another version: 9:16, 1:1/hevc, 16:9/av1. May be said again."
    ),
]
TransitionOption = Annotated[TransitionKind | None, typer.Option(help="How scenes follow each other.")]
CaptionsOption = Annotated[
    str | None, typer.Option(metavar="STYLE", help=f"Captions in the picture: {_STYLES}. SRT and VTT come anyway.")
]
FitOption = Annotated[Fit | None, typer.Option(help="How clips of another shape meet the frame.")]
BrandOption = Annotated[
    str | None, typer.Option(metavar="#RRGGBB[,#RRGGBB]", help="Colour of the brand, and its accent.")
]
LoudnessOption = Annotated[float | None, typer.Option(metavar="LUFS", help="Integrated loudness; −14 by default.")]
PeakOption = Annotated[float | None, typer.Option(metavar="DBTP", help="Highest true peak; −1 by default.")]


def finish_of(
    now: Finish,
    also: list[str] | None = None,
    transition: TransitionKind | None = None,
    captions: str | None = None,
    fit: Fit | None = None,
    brand: str | None = None,
    loudness: float | None = None,
    peak: float | None = None,
) -> Finish:
    """``now`` with what was said on the command line. Raises ``CommandError`` for what makes no sense."""
    look = now.look.model_dump(exclude_unset=True) | _said(fit=fit)
    if captions is not None:
        look["captions"] = _caption_style(captions)
    if brand is not None:
        look["colours"] = _brand(brand)
    sound = now.sound.model_dump() | _said(loudness_lufs=loudness, peak_dbtp=peak)
    versions = None if also is None else tuple(dict.fromkeys([*now.also, *map(parsed_version, also)]))
    try:
        return Finish.model_validate(
            now.model_dump(exclude_unset=True)
            | {"look": look, "sound": sound}
            | _said(also=versions, transition=transition)
        )
    except ValidationError as error:
        first = error.errors()[0]
        name = " ".join(str(part) for part in first["loc"])
        raise CommandError(Exit.BAD_INPUT, f"{name}: {first['msg']}") from error


def _said(**options: object) -> dict[str, object]:
    return {name: value for name, value in options.items() if value is not None}


def parsed_version(text: str) -> Version:
    """``9:16`` or ``9:16/av1``. Raises ``CommandError`` for anything else."""
    shape, _, codec = text.partition("/")
    try:
        return Version(aspect=Aspect(shape.replace("x", ":")), codec=Codec(codec or Codec.H264))
    except ValueError as error:
        shapes, codecs = ", ".join(Aspect), ", ".join(Codec)
        message = f"{text!r} is no version; say a shape ({shapes}), and a codec after a slash if need be ({codecs})"
        raise CommandError(Exit.BAD_INPUT, message) from error


def _caption_style(text: str) -> CaptionStyle | None:
    if text == NO_CAPTIONS:
        return None
    try:
        return CaptionStyle(text)
    except ValueError as error:
        raise CommandError(Exit.BAD_INPUT, f"{text!r} is no style of captions; say one of {_STYLES}") from error


def _brand(text: str) -> BrandColours:
    colours = text.split(",")
    if len(colours) > 2 or not all(re.fullmatch(r"#[0-9a-fA-F]{6}", colour) for colour in colours):
        raise CommandError(Exit.BAD_INPUT, f"{text!r} is no colour of a brand; say #rrggbb, or two with a comma")
    return BrandColours(primary=colours[0], accent=colours[-1])
