"""From an order to the opening of a production: everything it names is looked up, and everything wrong is told."""

import asyncio
from decimal import Decimal

from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from api.brief_files import require_files
from api.context import Context
from api.finishing import require_pictures
from api.problems import FieldProblem, ProblemError
from api.schemas import NewProject
from film.assets import AssetKind
from film.brief import MIN_DURATION_S, AdBrief, Brief, Mode, SongBrief, default_format
from film.catalogue import Crew, Studio
from film.finish import Finish
from film.flavour import Flavour
from film.format import FilmFormat
from film.joints import TransitionKind
from film.look import ProductLayer
from film.production import Production
from film.production_stage import Stage
from film.reference import Reference, ReferenceKind
from film.script_length import USUAL_DURATION_S, usual_length_s
from film.style import StyleSpec
from store.catalogue import load_catalogue
from store.flavours import DEFAULT, BrokenFlavourError, UnknownFlavourError, load_flavours
from store.moods import UnknownMoodBoardError
from store.uploads import KeptUpload

_MOST_REFERENCES = 8
_DETAILS = {Mode.AD: "ad", Mode.MUSIC_VIDEO: "song", Mode.STORY: "story"}


async def opening_of(here: Context, owner: str, new: NewProject, project_id: str) -> Production:
    """The production that is ordered. Raises ``ProblemError`` or ``RequestValidationError`` for what cannot be."""
    mode = _mode(new)
    flavour = await asyncio.to_thread(_flavour, new.flavour)
    files = await require_files(here, owner, _named_files(new))
    await require_pictures(here, new.finish)
    finish = _finish(new, files, flavour)
    brief = _brief(new, mode, files, finish, await _references(here, owner, new))
    if style := await _picked(here, owner, new):
        brief = brief.model_copy(update={"style": style})
    return Production(
        project_id=project_id,
        owner=owner,
        brief=brief,
        film_format=_format(new, mode),
        crew=crew_of(here, new.studio),
        finish=finish,
        recipe=flavour.recipe,
        until=Stage.PLAN if new.until else None,
    )


def cap_of(here: Context, new: NewProject) -> Decimal | None:
    """The most that the film may spend."""
    return new.budget_usd if new.budget_usd is not None else here.settings.usual_cap(new.studio)


def _mode(new: NewProject) -> Mode:
    """The mode that is asked for; where it was left out, the one whose details are given."""
    told = [mode for mode, name in _DETAILS.items() if getattr(new, name) is not None]
    mode = told[0] if told and "mode" not in new.model_fields_set else new.mode
    wrong = [each for each in told if each is not mode]
    if wrong:
        fields = [
            FieldProblem(
                pointer=f"/{_DETAILS[each]}",
                detail=f"This belongs to a film of mode {each.value}, and this one is {mode.value}",
            )
            for each in wrong
        ]
        raise ProblemError(422, "invalid-request", fields[0].detail, fields=fields)
    return mode


def _flavour(name: str | None) -> Flavour:
    try:
        return load_flavours().flavour(name or DEFAULT)
    except UnknownFlavourError as error:
        raise ProblemError(422, "no-such-flavour", str(error), pointer="/flavour") from error
    except BrokenFlavourError as error:
        detail = f"The flavour {name} cannot be used: {error}"
        raise ProblemError(422, "broken-flavour", detail, pointer="/flavour") from error


def _named_files(new: NewProject) -> dict[str, tuple[str, AssetKind]]:
    """The files that a brief names, by the pointers of their fields."""
    named: dict[str, tuple[str, AssetKind]] = {}
    if new.ad:
        named |= {f"/ad/photos/{n}": (key, AssetKind.PICTURE) for n, key in enumerate(new.ad.photos)}
        if new.ad.logo:
            named["/ad/logo"] = (new.ad.logo, AssetKind.PICTURE)
    if new.song and new.song.song:
        named["/song/song"] = (new.song.song, AssetKind.SONG)
    return named


async def _picked(here: Context, owner: str, new: NewProject) -> StyleSpec | None:
    """The look that was picked on the mood board that is named."""
    if new.mood is None:
        return None
    if new.style is not None:
        raise ProblemError(422, "invalid-request", "Name a mood board or a style, and only one", pointer="/mood")
    try:
        return await here.moods.style(owner, new.mood)
    except UnknownMoodBoardError as error:
        detail = f"There is no mood board {new.mood}; make one with POST /v1/moods"
        raise ProblemError(422, "no-such-mood", detail, pointer="/mood") from error


async def _references(here: Context, owner: str, new: NewProject) -> list[Reference]:
    """The references that are named, as they are now. Opaque photos of a product are references too."""
    found = await here.references.of(owner, new.references)
    fields = []
    for number, name in enumerate(new.references):
        if name in new.references[:number]:
            fields.append(FieldProblem(pointer=f"/references/{number}", detail=f"{name} is named twice"))
        elif name not in found:
            what = f"There is no reference {name}; list yours with GET /v1/references"
            fields.append(FieldProblem(pointer=f"/references/{number}", detail=what))
    if fields:
        raise ProblemError(422, "no-such-reference", "; ".join(each.detail for each in fields), fields=fields)
    return [found[name] for name in new.references]


def _finish(new: NewProject, files: dict[str, KeptUpload], flavour: Flavour) -> Finish:
    """The finish that is asked for. What it leaves open follows the brief, and then the flavour.

    A cut-out of the product is laid over the film, lettering takes the colours of the brand, and a film with a song
    of its own is cut hard, on the beat.
    """
    asked = new.finish
    said = {"transition"} & asked.model_fields_set | ({"look"} if "captions" in asked.look.model_fields_set else set())
    finish = flavour.finished(asked, said)
    look = finish.look
    cut_outs = [file for pointer, file in files.items() if pointer.startswith("/ad/photos/") and file.transparent]
    if cut_outs and look.product is None:
        look = look.model_copy(update={"product": ProductLayer(image=cut_outs[0].key)})
    if new.ad and new.ad.colours and look.colours is None:
        look = look.model_copy(update={"colours": new.ad.colours})
    if new.song and new.song.song and "transition" not in said:
        finish = finish.model_copy(update={"transition": TransitionKind.CUT})
    return finish.model_copy(update={"look": look})


def _brief(
    new: NewProject, mode: Mode, files: dict[str, KeptUpload], finish: Finish, references: list[Reference]
) -> Brief:
    """The brief as the domain wants it; what it refuses is said of the body's field."""
    ad, colours = new.ad, finish.look.colours
    if mode is Mode.AD and colours and (ad is None or ad.colours is None):
        ad = (ad or AdBrief()).model_copy(update={"colours": colours})
    song_s = _song_s(new.song, files)
    try:
        brief = Brief(
            prompt=new.prompt,
            mode=mode,
            title=new.title or None,
            script=new.script or None,
            duration_s=new.duration_s or USUAL_DURATION_S,
            seed=new.seed,
            language=new.language,
            archetype=new.archetype,
            style=new.style,
            references=_together(references, _photos(new, files)),
            pronunciations=new.pronunciations,
            ad=ad,
            song=new.song,
            story=new.story,
        )
        return brief if new.duration_s else brief.model_copy(update={"duration_s": usual_length_s(brief, song_s)})
    except ValidationError as error:
        raise RequestValidationError([{**each, "loc": ("body", *each["loc"])} for each in error.errors()]) from error


def _together(named: list[Reference], photos: list[Reference]) -> tuple[Reference, ...]:
    """All pictures to agree with. Raises ``ProblemError`` when they are more than a film can keep to."""
    if len(named) + len(photos) > _MOST_REFERENCES:
        detail = f"A film agrees with {_MOST_REFERENCES} pictures at most: references and photos that are no cut-outs"
        raise ProblemError(422, "invalid-request", detail, pointer="/references" if named else "/ad/photos")
    return (*named, *photos)


def _photos(new: NewProject, files: dict[str, KeptUpload]) -> list[Reference]:
    """Photos of the product that cannot be laid over the film as they are: pictures to agree with."""
    name = (new.ad and (new.ad.product or new.ad.brand)) or "the product"
    return [
        Reference(reference_id=f"photo-{file.sha256[:12]}", kind=ReferenceKind.PRODUCT, name=name[:60], image=file.key)
        for pointer, file in files.items()
        if pointer.startswith("/ad/photos/") and not file.transparent
    ]


def _song_s(song: SongBrief | None, files: dict[str, KeptUpload]) -> float | None:
    """How much of the song is left from where the film begins in it. Raises when that is too little for a film."""
    file = files.get("/song/song")
    if song is None or file is None or file.duration_s is None:
        return None
    left_s = max(0.0, file.duration_s - song.start_s)
    if left_s < MIN_DURATION_S:
        detail = f"{file.name} has {left_s:g} s from there to its end, and a film needs {MIN_DURATION_S}"
        raise ProblemError(422, "invalid-request", detail, pointer="/song/start_s" if song.start_s else "/song/song")
    return left_s


def _format(new: NewProject, mode: Mode) -> FilmFormat:
    usual = default_format(mode)
    return FilmFormat(aspect=new.aspect or usual.aspect, quality=new.quality, fps=new.fps or usual.fps)


def crew_of(here: Context, studio: Studio) -> Crew:
    """Who makes what. Raises ``ProblemError`` for a studio that has no credentials."""
    if studio is Studio.LIVE and not (here.settings.replicate_token and here.settings.openai_key):
        detail = "The live studio needs REPLICATE_API_TOKEN and OPENAI_API_KEY; set both and start again, or use previz"
        raise ProblemError(422, "no-credentials", detail, pointer="/studio")
    return load_catalogue().crew(studio)
