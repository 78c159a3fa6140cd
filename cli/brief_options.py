"""A brief as options of a command: the same for all commands that order a film."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import typer
from pydantic import ValidationError
from rich.console import Console

from api.schemas import NewProject
from cli.client import StudioClient
from cli.dollars import parsed
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
from cli.uploads import check_picture, check_sound, uploaded
from film.archetypes import Archetype
from film.brief import MAX_DURATION_S, MIN_DURATION_S, Mode, Telling
from film.catalogue import Studio
from film.finish import Finish
from film.format import FRAME_RATES, Aspect, Quality
from film.language import Language

_MAX_TEXT_CHARS = {"script": 20_000, "lyrics": 10_000}
_RATES = ", ".join(map(str, FRAME_RATES))
_AD, _SONG, _STORY = "Advertisement", "Music video", "Story"
_OPTIONS = {
    ("ad", "brand"): "--brand-name",
    ("ad", "call_to_action"): "--call",
    ("ad", "photos"): "--photo",
    ("song", "start_s"): "--song-start",
    ("song", "song"): "--song",
    ("duration_s",): "--duration",
    ("references",): "--reference",
    ("pronunciations",): "--say",
    ("budget_usd",): "--budget",
}


@dataclass(frozen=True)
class Wanted:
    """An order as it was told, its files still here."""

    told: dict[str, Any]
    photos: list[Path] = field(default_factory=list)
    logo: Path | None = None
    song: Path | None = None

    def order(self, client: StudioClient, console: Console, **more: Any) -> NewProject:
        """The order with the keys of its files, which are sent now; ``more`` are further fields of it."""
        paths = [*self.photos, *(path for path in (self.logo, self.song) if path)]
        keys = uploaded(client, paths, console) if paths else {}
        told = self.told | more
        if self.photos or self.logo:
            ad = told.get("ad", {}) | _said(logo=keys[self.logo] if self.logo else None)
            told["ad"] = ad | ({"photos": [keys[photo] for photo in self.photos]} if self.photos else {})
        if self.song:
            told["song"] = told.get("song", {}) | {"song": keys[self.song]}
        return checked(told)


def wanted_of(
    prompt: Annotated[str, typer.Argument(help="What the film is about.")],
    mode: Annotated[Mode | None, typer.Option(help="The kind of film; by its options, or a story.")] = None,
    script: Annotated[
        Path | None, typer.Option(metavar="FILE", help="What is said, word for word: prose or Fountain.")
    ] = None,
    title: Annotated[str | None, typer.Option(help="The film's title; the planner finds one otherwise.")] = None,
    duration: Annotated[
        int | None,
        typer.Option(
            metavar="SECONDS", help=f"{MIN_DURATION_S} to {MAX_DURATION_S}; by default 24, or as long as the song."
        ),
    ] = None,
    language: Annotated[Language | None, typer.Option(help="What is spoken and written; else the brief's own.")] = None,
    say: Annotated[
        list[str] | None, typer.Option(metavar="WORD=SOUND", help="How a word is said: Siobhan=shivawn. Repeatable.")
    ] = None,
    archetype: Annotated[Archetype | None, typer.Option(help="The shape of its story; else what suits.")] = None,
    flavour: Annotated[str | None, typer.Option(metavar="NAME", help="How it is made; see `flavours`.")] = None,
    mood: Annotated[str | None, typer.Option(metavar="ID", help="The mood board whose picked look it has.")] = None,
    references: Annotated[
        list[str] | None,
        typer.Option(
            "--reference", metavar="ID", help="A picture it agrees with, as `references` lists it; repeatable."
        ),
    ] = None,
    aspect: Annotated[Aspect | None, typer.Option(help="The shape; by default the mode's.")] = None,
    fps: Annotated[int | None, typer.Option(help=f"Frames per second ({_RATES}); by default the mode's.")] = None,
    quality: Annotated[Quality, typer.Option(help="draft is small and fast.")] = Quality.FINAL,
    seed: Annotated[int, typer.Option(help="Another number is another telling.")] = 7,
    models: Annotated[Studio, typer.Option("--studio", help="previz is free; live costs money.")] = Studio.PREVIZ,
    budget: Annotated[str | None, typer.Option(metavar="USD", help="The most it may spend.")] = None,
    brand_name: Annotated[str | None, typer.Option(help="Whose product it is.", rich_help_panel=_AD)] = None,
    product: Annotated[str | None, typer.Option(help="What is sold.", rich_help_panel=_AD)] = None,
    photos: Annotated[
        list[Path] | None,
        typer.Option(
            "--photo",
            metavar="FILE",
            help="A photo of the product; one with transparency is laid over the film. Repeatable.",
            rich_help_panel=_AD,
        ),
    ] = None,
    logo: Annotated[Path | None, typer.Option(metavar="FILE", help="The brand's logo.", rich_help_panel=_AD)] = None,
    audience: Annotated[str | None, typer.Option(help="Whom it speaks to.", rich_help_panel=_AD)] = None,
    offer: Annotated[str | None, typer.Option(help="A price, a discount, a date.", rich_help_panel=_AD)] = None,
    call: Annotated[str | None, typer.Option(help="What whoever sees it should do.", rich_help_panel=_AD)] = None,
    song: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Its song; it is cut on the beat.", rich_help_panel=_SONG)
    ] = None,
    song_start: Annotated[
        float | None,
        typer.Option(metavar="SECONDS", help="Where the film begins in the song.", rich_help_panel=_SONG),
    ] = None,
    lyrics: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The song's words, plain or LRC.", rich_help_panel=_SONG)
    ] = None,
    character: Annotated[
        str | None, typer.Option(help="Who performs, and what they look like.", rich_help_panel=_SONG)
    ] = None,
    dialogue: Annotated[
        bool | None,
        typer.Option("--dialogue/--narrated", help="Whether its people speak, or a narrator.", rich_help_panel=_STORY),
    ] = None,
    also: AlsoOption = None,
    transition: TransitionOption = None,
    captions: CaptionsOption = None,
    fit: FitOption = None,
    brand: BrandOption = None,
    loudness: LoudnessOption = None,
    peak: PeakOption = None,
) -> Wanted:
    """What was asked for. Raises ``CommandError`` for what makes no sense, before anything is sent."""
    if not any(character.isalnum() for character in prompt):
        raise CommandError(Exit.BAD_INPUT, "The brief is empty; say what the film is about")
    if duration is not None and not MIN_DURATION_S <= duration <= MAX_DURATION_S:
        message = f"A film lasts {MIN_DURATION_S} to {MAX_DURATION_S} seconds; {duration} is outside"
        raise CommandError(Exit.BAD_INPUT, message)
    if fps is not None and fps not in FRAME_RATES:
        raise CommandError(Exit.BAD_INPUT, f"A film has {_RATES} frames per second, not {fps}")
    for picture in (*(photos or []), *([logo] if logo else [])):
        check_picture(picture)
    if song:
        check_sound(song)
    ad = _said(product=product, brand=brand_name, audience=audience, offer=offer, call_to_action=call)
    sung = _said(start_s=song_start, lyrics=_read(lyrics, "lyrics") if lyrics else None, character=character)
    telling = None if dialogue is None else Telling.DIALOGUE if dialogue else Telling.NARRATED
    told = _said(
        prompt=prompt[:4000],
        mode=mode,
        title=title[:80] if title else None,
        script=_read(script, "script") if script else None,
        duration_s=duration,
        language=language,
        pronunciations=_pairs(say) if say else None,
        archetype=archetype,
        flavour=flavour,
        mood=mood,
        references=references,
        aspect=aspect,
        quality=quality,
        fps=fps,
        seed=seed,
        studio=models,
        budget_usd=parsed(budget) if budget else None,
        finish=finish_of(Finish(), also, transition, captions, fit, brand, loudness, peak),
        ad=ad or None,
        song=sung or None,
        story={"telling": telling} if telling else None,
    )
    checked(told)
    return Wanted(told, photos=photos or [], logo=logo, song=song)


def checked(told: Mapping[str, Any]) -> NewProject:
    """The order. Raises ``CommandError`` that names the option that is wrong."""
    try:
        return NewProject.model_validate(told)
    except ValidationError as error:
        first = error.errors()[0]
        where = tuple(part for part in first["loc"] if isinstance(part, str))
        said = f"--{where[-1].replace('_', '-')}" if where else "The order"
        option = _OPTIONS.get(where) or _OPTIONS.get(where[:1]) or said
        raise CommandError(Exit.BAD_INPUT, f"{option}: {first['msg'].removeprefix('Value error, ')}") from error


def ordering(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command all options of a brief; it gets them as its parameter ``wanted``."""
    own = inspect.signature(command).parameters
    brief = inspect.signature(wanted_of).parameters
    hints = get_type_hints(wanted_of, include_extras=True) | get_type_hints(command, include_extras=True)

    @wraps(command)
    def with_brief(**told: Any) -> None:
        options = {name: told.pop(name) for name in brief}
        command(wanted=wanted_of(**options), **told)

    both = [*(own[name] for name in own if name != "wanted"), *brief.values()]
    both.sort(key=lambda each: each.default is not inspect.Parameter.empty)
    keyword = inspect.Parameter.KEYWORD_ONLY
    parameters = [each.replace(kind=keyword, annotation=hints[each.name]) for each in both]
    with_brief.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    with_brief.__annotations__ = {each.name: each.annotation for each in parameters} | {"return": None}
    return with_brief


def _said(**options: Any) -> dict[str, Any]:
    return {name: value for name, value in options.items() if value is not None}


def _pairs(given: list[str]) -> dict[str, str]:
    pairs = {}
    for each in given:
        word, equals, sound = each.partition("=")
        if not (word.strip() and equals and sound.strip()):
            raise CommandError(Exit.BAD_INPUT, f"--say: {each!r} is no WORD=SOUND")
        pairs[word.strip()] = sound.strip()
    return pairs


def _read(path: Path, what: str) -> str:
    try:
        text = path.read_text("utf-8-sig").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise CommandError(Exit.BAD_INPUT, f"The {what} {path} cannot be read: {reason}") from error
    most = _MAX_TEXT_CHARS[what]
    if not text:
        raise CommandError(Exit.BAD_INPUT, f"The {what} {path} is empty")
    if len(text) > most:
        raise CommandError(Exit.BAD_INPUT, f"The {what} {path} has {len(text)} characters; {most} is the most")
    return text
