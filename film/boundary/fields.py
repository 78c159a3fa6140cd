"""The parts of an answer, brought into the types of a planned film."""

import math
import re
from collections.abc import Mapping

from pydantic import JsonValue

from film.boundary.choices import CAMERAS, FRAMINGS, MOODS, TIMES, WEATHERS, nearest
from film.boundary.cleaning import clean, unquoted
from film.boundary.notes import Notes
from film.boundary.own import written_in
from film.brief import Brief
from film.plan import MusicMood, PlannedCharacter, PlannedFilm, PlannedLocation, PlannedScene
from film.planning import PlanRequest
from film.shot import CameraMove, Framing, TimeOfDay, Weather
from film.style import StyleSpec

TITLE, LOGLINE, PICTURE, LOOKS, LINE = 80, 300, 300, 400, 1200
"""The longest texts, in characters."""

_MOST_SCENES, _MOST_NAMES, _MOST_COLOURS = 120, 16, 6
_NAME = 60
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NOBODY = re.compile(r"^(?:narrator|narration|voice.?over|v\.?o\.?|none|null|nobody|n/?a|announcer)?$", re.IGNORECASE)
_CUE = re.compile(
    r"^(?:narrator|narration|voice.?over|v\.?\s?o\.?|announcer)\s*(?:\([^)]*\))?\s*[:：]\s*", re.IGNORECASE
)
_DEFAULT_TEMPO_BPM = 90


class Fields(Mapping[str, JsonValue]):
    """An object by its names, however they are written: ``timeOfDay``, ``time-of-day``."""

    def __init__(self, told: JsonValue) -> None:
        self._told = {_name(key): value for key, value in told.items()} if isinstance(told, dict) else {}

    def __getitem__(self, name: str) -> JsonValue:
        return self._told[name]

    def __iter__(self):  # type: ignore[no-untyped-def]
        return iter(self._told)

    def __len__(self) -> int:
        return len(self._told)

    def first(self, *names: str) -> JsonValue:
        """The first of these that is there and says something."""
        return next((self._told[name] for name in names if self._told.get(name) not in (None, "", [], {})), None)


def film_of(told: dict[str, JsonValue], request: PlanRequest, notes: Notes) -> PlannedFilm:
    """The film in an answer, each part in its type; what cannot be read is filled or left out."""
    fields, known = Fields(told), written_in(request.brief)
    title = clean(fields.first("title", "name"), TITLE, known=known)
    if not title:
        title = request.brief.title or clean(request.brief.prompt, 40)
        notes.mended("the title was missing")
    mood = nearest(fields.first("music_mood", "mood"), MusicMood, MOODS)
    if mood is None:
        mood = MusicMood.WARM
        notes.mended("the mood of the music was none of those there are")
    scenes = fields.first("scenes", "shots")
    listed = scenes if isinstance(scenes, list) else []
    return PlannedFilm(
        title=title,
        logline=clean(fields.first("logline", "summary", "description"), LOGLINE, known=known) or title,
        style=_style(fields.first("style", "look"), request.brief, mood),
        music_mood=mood,
        music_tempo_bpm=round(
            number(fields.first("music_tempo_bpm", "tempo_bpm", "tempo"), _DEFAULT_TEMPO_BPM, 60, 160)
        ),
        characters=_characters(fields.first("characters", "cast"), notes),
        locations=_locations(fields.first("locations", "places"), notes),
        scenes=_scenes(listed[:_MOST_SCENES], known, notes),
    )


def number(value: JsonValue, default: float, least: float, most: float) -> float:
    """A number between ``least`` and ``most``, out of a number or of words with one in them ("about 120 bpm")."""
    found: float | None = None
    if isinstance(value, str):
        match = re.search(r"-?\d{1,12}(?:\.\d{1,6})?", value)
        found = float(match[0]) if match else None
    elif isinstance(value, int | float) and not isinstance(value, bool):
        found = float(value) if abs(value) < 1e12 else None
    if found is None or not math.isfinite(found):
        return default
    return min(most, max(least, found))


def _scenes(listed: list[JsonValue], known: str, notes: Notes) -> list[PlannedScene]:
    scenes: list[PlannedScene] = []
    for place, told in enumerate(listed, 1):
        scene = _scene(Fields(told), known, scenes[-1] if scenes else None, notes)
        if scene is None:
            notes.mended(f"scene {place} showed nothing and was left out")
        else:
            scenes.append(scene)
    return scenes


def _scene(fields: Fields, known: str, before: PlannedScene | None, notes: Notes) -> PlannedScene | None:
    """One scene; ``None`` when there is nothing to be seen in it. Time and air hold until told otherwise."""
    subject = clean(fields.first("subject", "who"), PICTURE)
    action = clean(fields.first("action", "description", "visual", "image"), PICTURE).rstrip(".")
    setting = clean(fields.first("setting", "place", "where"), PICTURE).rstrip(".")
    if not (subject or action or setting):
        return None
    speaker, line = _spoken(fields.first("narration", "line", "dialogue", "voiceover", "voice_over"), known)
    named = clean(fields.first("speaker", "said_by"), _NAME)
    speaker = speaker if _NOBODY.match(named) else named
    lettering = unquoted(
        clean(fields.first("on_screen_text", "text_overlay", "overlay", "caption"), PICTURE, known=known)
    )
    location = clean(fields.first("location"), _NAME)
    return PlannedScene(
        setting=setting or (before.setting if before else location),
        time_of_day=_choice(
            fields, "time_of_day", TimeOfDay, TIMES, before.time_of_day if before else TimeOfDay.DAY, notes
        ),
        weather=_choice(fields, "weather", Weather, WEATHERS, before.weather if before else Weather.CLEAR, notes),
        subject=subject,
        action=action,
        framing=_choice(fields, "framing", Framing, FRAMINGS, Framing.MEDIUM, notes),
        camera=_choice(fields, "camera", CameraMove, CAMERAS, CameraMove.STATIC, notes),
        narration=line,
        speaker=speaker or None,
        on_screen_text=lettering if any(char.isalnum() for char in lettering) else None,
        weight=number(fields.first("weight", "share"), 1.0, 0.3, 3.0),
        characters=_names(fields.first("characters", "cast")),
        location=location or None,
        avoid=clean(fields.first("avoid", "negative_prompt", "negative"), PICTURE) or None,
    )


def _spoken(told: JsonValue, known: str) -> tuple[str, str]:
    """Who says what: a line, or lines with their speakers of which the first counts."""
    if isinstance(told, list) and told and all(isinstance(item, dict) for item in told):
        lines = [Fields(item) for item in told[:8]]
        speakers = [clean(line.first("speaker", "character", "name"), _NAME) for line in lines]
        texts = [clean(line.first("line", "text", "words", "narration"), LINE, known=known) for line in lines]
        speaker = next((name for name in speakers if not _NOBODY.match(name)), "")
        return speaker, " ".join(filter(None, texts))[:LINE]
    line = _CUE.sub("", unquoted(clean(told, LINE, known=known)))
    return "", line if any(char.isalnum() for char in line) else ""


def _choice(fields: Fields, name: str, choices, meant, default, notes: Notes):  # type: ignore[no-untyped-def]
    told = fields.first(
        name, name.partition("_")[0], f"{name}_move", f"shot_{name}", "shot" if name == "framing" else name
    )
    found = nearest(told, choices, meant)
    if found is None:
        notes.mended(
            f"{name.replace('_', ' ')}: “{clean(told, 40)}” is none of those there are; {default.value} was taken"
        )
        return default
    if isinstance(told, str) and told != found.value:
        notes.mended(f"{name.replace('_', ' ')}: “{clean(told, 40)}” was taken for {found.value}")
    return found


def _style(told: JsonValue, brief: Brief, mood: MusicMood) -> StyleSpec:
    """The look in its parts; a sentence is taken for its mood, and a brief that has a look of its own keeps it."""
    if brief.style is not None:
        return brief.style
    fields = Fields(told)
    if isinstance(told, str):
        fields = Fields({"mood": told})
    parts = {name: clean(fields.get(name), 160).rstrip(".") for name in StyleSpec.model_fields if name != "palette"}
    palette = fields.get("palette")
    colours = palette if isinstance(palette, list) else re.split(r"[,;/]", palette) if isinstance(palette, str) else []
    named = tuple(colour for colour in (clean(each, 40) for each in colours[:_MOST_COLOURS]) if colour)
    if not any(parts.values()) and not named:
        parts["mood"] = mood.value
    return StyleSpec(**parts, palette=named)


def _characters(told: JsonValue, notes: Notes) -> list[PlannedCharacter]:
    found: dict[str, PlannedCharacter] = {}
    for item in _items(told):
        fields = Fields(item)
        name = clean(item if isinstance(item, str) else fields.first("name", "character"), _NAME)
        looks = clean(fields.first("looks", "description", "appearance"), LOOKS).rstrip(".")
        if not name or _NOBODY.match(name) or name.casefold() in found:
            notes.mended("a character without a name, or named twice, was left out")
            continue
        voice = clean(fields.first("voice"), 120) or None
        found[name.casefold()] = PlannedCharacter(name=name, looks=looks or name, voice=voice)
    return list(found.values())


def _locations(told: JsonValue, notes: Notes) -> list[PlannedLocation]:
    found: dict[str, PlannedLocation] = {}
    for item in _items(told):
        fields = Fields(item)
        name = clean(item if isinstance(item, str) else fields.first("name", "location", "place"), _NAME)
        looks = clean(fields.first("looks", "description"), LOOKS).rstrip(".")
        if not name or name.casefold() in found:
            notes.mended("a place without a name, or named twice, was left out")
            continue
        found[name.casefold()] = PlannedLocation(name=name, looks=looks or name)
    return list(found.values())


def _items(told: JsonValue) -> list[JsonValue]:
    """The items of a list, or of an object whose keys are their names."""
    if isinstance(told, dict):
        return [
            {"name": key, **value} if isinstance(value, dict) else key
            for key, value in list(told.items())[:_MOST_NAMES]
        ]
    return told[:_MOST_NAMES] if isinstance(told, list) else []


def _names(told: JsonValue) -> list[str]:
    listed = told if isinstance(told, list) else re.split(r"[,;&]", told) if isinstance(told, str) else []
    names = (
        clean(Fields(item).first("name") if isinstance(item, dict) else item, _NAME) for item in listed[:_MOST_NAMES]
    )
    return list(dict.fromkeys(filter(None, names)))


def _name(key: str) -> str:
    return re.sub(r"[\s\-]+", "_", _CAMEL.sub("_", key[:60].strip())).casefold()
