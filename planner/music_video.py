"""The scenes of a music video: performance and story by turns, and pictures that come back with the chorus."""

import re
from collections import Counter
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from film.archetypes import Archetype
from film.beats import BeatKind
from film.plan import MusicMood, PlannedScene
from film.planning import PlanRequest
from film.reference import ReferenceKind
from film.shot import CameraMove, Framing, TimeOfDay, Weather
from film.structure import BeatSlot
from planner.banks import routes
from planner.coverage import light_over
from planner.hero import Hero
from planner.lyrics import SongWords, dealt, lyrics_by_part
from planner.narration import Narrator
from planner.people import BEINGS, LIVING, called, dressed, reference_of
from planner.premise import Premise
from planner.reader import Reader
from planner.shot import ActorKind
from planner.staging import Stage, bare_slot

_PARTS = {
    BeatKind.INTRO: "intro", BeatKind.HOOK: "intro", BeatKind.ESTABLISH: "intro",
    BeatKind.STAKES: "verse", BeatKind.JOURNEY: "verse", BeatKind.OBSTACLE: "bridge", BeatKind.DISCOVERY: "lift",
    BeatKind.REVEAL: "chorus", BeatKind.VERSE: "verse", BeatKind.LIFT: "lift",
    BeatKind.CHORUS: "chorus", BeatKind.CLIMAX: "chorus",
    BeatKind.BRIDGE: "bridge", BeatKind.TURN: "bridge", BeatKind.BREAK: "break", BeatKind.DETAIL: "break",
    BeatKind.OUTRO: "outro", BeatKind.RESOLUTION: "outro",
}  # fmt: skip
_PATTERN = (BeatKind.VERSE, BeatKind.VERSE, BeatKind.CHORUS, BeatKind.CHORUS)
_ENERGY = {BeatKind.VERSE: 0.4, BeatKind.CHORUS: 0.85, BeatKind.BRIDGE: 0.3, BeatKind.OUTRO: 0.25, BeatKind.INTRO: 0.3}
_SUNG_PARTS = frozenset({"verse", "lift", "chorus", "bridge"})
_ON_CAMERA = (Framing.CLOSE, Framing.MEDIUM)
_PERFORMERS = {
    MusicMood.ENERGETIC: "singer in a red jacket",
    MusicMood.MELANCHOLIC: "singer in a dark blue coat",
    MusicMood.DREAMY: "singer in a silver dress",
}
_PLAYS = {"violinist", "cellist", "pianist", "drummer", "guitarist", "fiddler"}


def song_slots(request: PlanRequest) -> list[BeatSlot]:
    """The sections of a music video: those it was asked for, else verse and chorus by turns, a bridge, an ending."""
    if request.structure is not None:
        return list(request.structure.beats)
    count = request.scene_count
    beats = [_PATTERN[i % len(_PATTERN)] for i in range(count)]
    if count >= 9:
        beats[count * 3 // 4] = BeatKind.BRIDGE
    if count >= 4:
        beats[-1] = BeatKind.OUTRO
    return [bare_slot(beat, request.max_words_per_scene, energy=_ENERGY[beat]) for beat in beats]


def sing(
    premise: Premise, mood: MusicMood, narrator: Narrator, request: PlanRequest, reader: Reader, rng: Random
) -> tuple[list[PlannedScene], Hero | None]:
    """The scenes of a music video, and who performs in it (nobody where the brief wants no people)."""
    video = _Video(premise, mood, narrator, request, reader, rng)
    return video.shoot(), video.performer


class _Video:
    """One music video in the making."""

    def __init__(
        self,
        premise: Premise,
        mood: MusicMood,
        narrator: Narrator,
        request: PlanRequest,
        reader: Reader,
        rng: Random,
    ) -> None:
        self._premise, self._rng = premise, rng
        self._slots = song_slots(request)
        self._archetype = request.structure.archetype if request.structure is not None else None
        self._parts = [_PARTS.get(slot.beat, "verse") for slot in self._slots]
        self._stage = Stage(rng)
        self._done: Counter[str] = Counter()
        self.performer = performer_of(premise, mood, reader, rng)
        self._places, self._home = self._world()
        self._times = self._light()
        song = request.brief.song
        self._own_song = any(slot.vocals for slot in self._slots) or (song is not None and song.song is not None)
        self._sung = self._words(request, mood, narrator)
        self._emblem = _emblem(self.performer, premise, rng)

    def shoot(self) -> list[PlannedScene]:
        """All scenes."""
        return [self._scene(number) for number in range(len(self._slots))]

    def _scene(self, number: int) -> PlannedScene:
        slot, part, time = self._slots[number], self._parts[number], self._times[number]
        within = self._within(number)
        performs = self._performs(number, within)
        emblem = part == "chorus" and within == 0
        wanted: tuple[Framing, ...] = self._framings(slot, part)
        moves: tuple[CameraMove, ...] = ()
        home = number == 0 or (part == "chorus" and performs) or (part == "outro" and number == len(self._slots) - 1)
        place = self._home if emblem or home else self._stage.place(self._of_verse())
        if emblem:
            wanted, moves = (Framing.WIDE,), slot.cameras or (CameraMove.PUSH_IN, CameraMove.TRACK)
        elif performs:
            wanted = tuple(f for f in slot.framings if f in _ON_CAMERA) or _ON_CAMERA
        elif number == 0:
            wanted = (Framing.WIDE, *wanted)
        strict = not emblem and (performs or part in {"intro", "outro"})
        setting, framing, camera = self._stage.view(
            place, time, slot, framings=wanted, cameras=moves, again=emblem, only=strict
        )
        subject, action = self._seen(number, part, slot, performs=performs, emblem=emblem)
        return PlannedScene(
            setting=setting,
            time_of_day=time,
            weather=self._premise.weather or Weather.CLEAR,
            subject=subject,
            action=action,
            framing=framing,
            camera=camera,
            narration=self._sung[number],
            # Says who sings to the camera; what is sung comes from the song.
            speaker=called(self.performer) if self._own_song and performs and self.performer is not None else None,
            on_screen_text=None,
            weight=1.15 if part == "chorus" else 0.95,
            characters=[],
            location=None,
            avoid=self._avoid(performs=performs),
        )

    def _within(self, number: int) -> int:
        """Which scene of its section a scene is."""
        start = number
        while start > 0 and self._parts[start - 1] == self._parts[number]:
            start -= 1
        return number - start

    def _performs(self, number: int, within: int) -> bool:
        """Whether somebody sings to the camera: where there are vocals, every other scene, in a chorus first."""
        slot, part = self._slots[number], self._parts[number]
        heard = slot.vocals or slot.heard is not None
        known = any(s.vocals or s.heard is not None for s in self._slots)
        shown = part in _SUNG_PARTS and self._archetype is not Archetype.VISUAL_POEM
        if self.performer is None or not (heard if known else shown):
            return False
        if self._archetype is Archetype.PERFORMANCE:
            return within % 3 != 2
        return within % 2 == (0 if part in {"chorus", "bridge"} else 1) or (part == "chorus" and within > 3)

    def _seen(self, number: int, part: str, slot: BeatSlot, *, performs: bool, emblem: bool) -> tuple[str, str]:
        hero, performer = self._premise.hero, self.performer
        if emblem and (performs or performer is None):
            return self._emblem
        if performs and performer is not None:
            return performer.looks, _bent(self._next(_bank()["sing"][_level(slot)]), performer)
        if hero.role == "place":
            return self._without_hero(number, part)
        if self._premise.deed and (number == 0 or (part == "verse" and self._done[self._premise.deed] < 2)):
            self._done[self._premise.deed] += 1
            return hero.looks, self._premise.deed
        close = slot.framings[:1] == (Framing.DETAIL,) and hero.role in BEINGS
        pool = _bank()["details"] if close else _bank()["lives" if hero.role in LIVING else "things"][part]
        return hero.looks, _bent(self._next(pool), hero)

    def _without_hero(self, number: int, part: str) -> tuple[str, str]:
        """A film about a place: the place itself, and whoever sings in it seen from afar now and then."""
        if self.performer is None or part in {"intro", "break"} or number % 3 == 2:
            return "", ""
        return self.performer.looks, _bent(self._next(_bank()["lives"][part]), self.performer)

    def _framings(self, slot: BeatSlot, part: str) -> tuple[Framing, ...]:
        if part in {"intro", "outro"}:
            return (Framing.WIDE, Framing.MEDIUM)
        return slot.framings or (Framing.MEDIUM, Framing.WIDE, Framing.CLOSE)

    def _next(self, pool: list[str]) -> str:
        least = min(self._done[action] for action in pool)
        action = self._rng.choice([action for action in pool if self._done[action] == least])
        self._done[action] += 1
        return action

    def _world(self) -> tuple[list[str], str]:
        """The places of the film, and the one its chorus comes back to: the brief's own where it names one.

        What has a place of its own stays near it: its edge, a corner of it, and only then the world around.
        """
        premise = self._premise
        inside = f" {'on' if premise.place == 'Mars' else 'in'} {premise.place}" if premise.place else ""
        shown = reference_of(premise.brief, ReferenceKind.LOCATION)
        own = f"{shown.name}, {shown.looks}".rstrip(", ") if shown is not None else premise.setting
        built = own is not None and any(word in own.lower() for word in _bank()["built"])
        around = [stop.phrase.replace("{in}", inside) for stop in routes()["city" if built else premise.world]]
        ways = _bank()["ways"].get(premise.hero.role)
        if own is None:
            return (list(ways), ways[0]) if ways and not premise.place else (around, around[0])
        known = own if shown is not None or not premise.place or premise.place in own else own + inside
        bare = re.sub(r"^(?:an?|the) ", "", shown.name if shown is not None else own)
        near = bare if bare[:1].isupper() else f"the {bare}"
        return [known, f"the edge of {near}", *around[1:3], f"a quiet corner of {near}", *around[3:5]], known

    def _of_verse(self) -> list[str]:
        """The places of the story: all but the chorus's own, where there are others."""
        return [place for place in self._places if place != self._home] or self._places

    def _light(self) -> list[TimeOfDay]:
        """The light of each scene, which moves on as the film does."""
        told = self._premise.time
        return light_over(len(self._slots), told, self._rng, starry=self._premise.world == "space")

    def _words(self, request: PlanRequest, mood: MusicMood, narrator: Narrator) -> list[str]:
        """What is sung by the film itself: nothing when it has a song, else the brief's lyrics, else lines of ours."""
        song = request.brief.song
        if (song is not None and song.song is not None) or any(slot.heard is not None for slot in self._slots):
            return ["" for _ in self._slots]
        if song is not None and song.lyrics:
            rooms = [slot.max_words for slot in self._slots]
            return dealt(lyrics_by_part(song.lyrics), list(zip(self._parts, rooms, strict=True)))
        words = SongWords(mood, narrator, self._rng, min((s.max_words for s in self._slots if s.max_words), default=0))
        parts = {"intro": "verse", "lift": "verse", "break": "bridge", "outro": "out"}
        return [
            words.line(parts.get(part, part), slot.max_words)
            for part, slot in zip(self._parts, self._slots, strict=True)
        ]

    def _avoid(self, *, performs: bool) -> str:
        if self.performer is None:
            return "people, text, watermark"
        return "text, watermark, extra people" if performs else "text, watermark, microphone stand"


def performer_of(premise: Premise, mood: MusicMood, reader: Reader, rng: Random) -> Hero | None:
    """Who sings: the brief's character, its living hero, else a singer; nobody where it wants no people."""
    usual = _PERFORMERS.get(mood, "singer in a white shirt")
    if premise.performer is not None:
        return premise.performer
    if premise.hero.role in LIVING:
        return premise.hero
    if ActorKind.PERSON in premise.reading.absent:
        return None
    return dressed(usual, reader, rng)


def _emblem(performer: Hero | None, premise: Premise, rng: Random) -> tuple[str, str]:
    """The picture that a chorus begins with every time."""
    if performer is None:
        return (premise.hero.looks, "shining brightly") if premise.hero.role != "place" else ("", "")
    plays = performer.noun in _PLAYS
    deed = rng.choice(("singing with open arms", "singing to the sky", "singing in a beam of light"))
    return performer.looks, "playing with closed eyes" if plays else deed


def song_logline(premise: Premise, performer: Hero | None) -> str:
    """The film in a sentence."""
    hero = premise.hero
    where = f" in {premise.place}" if premise.place else f", {premise.setting}" if premise.setting else ""
    if performer is None:
        shown = premise.setting or (f"{premise.place}, empty" if premise.place else hero.plain)
        return f"{_capital(shown)} and the light on it: images that follow the music and nothing else."
    if hero.role in LIVING and premise.deed:
        who = f"{hero.plain} {premise.deed}"
        where = "" if (premise.setting or premise.place or "") in premise.deed else where
    else:
        who = performer.plain if hero.role in LIVING | {"place", "orb"} else f"{performer.plain} and {hero.plain}"
    return f"{_capital(who)}{where}: verses that move on, and a chorus that comes home."


def cast_of(performer: Hero | None, hero: Hero) -> list[Hero]:
    """The people of a music video, each once."""
    people = [who for who in (performer, hero) if who is not None and who.role in LIVING]
    return list({called(who): who for who in people}.values())


@cache
def _bank() -> dict[str, Any]:
    path = Path(__file__).parent / "tales" / "song_pictures.yaml"
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _level(slot: BeatSlot) -> str:
    return "low" if slot.energy < 0.4 else "mid" if slot.energy < 0.7 else "high"


def _bent(action: str, hero: Hero) -> str:
    return re.sub(r"<(\w+)>", lambda match: hero.slots[match[1]], action)
