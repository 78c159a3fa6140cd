"""The scenes of a music video: performance and story by turns, and pictures that come back with the chorus."""

import re
from collections import Counter
from random import Random

from film.archetypes import Archetype
from film.beats import BeatKind
from film.plan import MusicMood, PlannedScene
from film.planning import PlanRequest
from film.reference import ReferenceKind
from film.shot import CameraMove, Framing, TimeOfDay, Weather
from film.structure import BeatSlot
from planner.coverage import light_over, stops_for
from planner.hero import Hero
from planner.lyrics import SongWords, dealt, lyrics_by_part
from planner.narration import Narrator
from planner.people import BEINGS, LIVING, called, dressed, reference_of
from planner.premise import Premise
from planner.reader import Reader
from planner.shot import ActorKind
from planner.song_pictures import (
    aboard,
    deeds_at,
    details,
    is_built,
    moments,
    performance,
    performed,
    way_of,
    ways_of,
)
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
_INDOORS = frozenset({"train", "home", "table", "office", "work", "stage", "product"})
_ON_CAMERA = (Framing.CLOSE, Framing.MEDIUM)
_PERFORMERS = {
    MusicMood.ENERGETIC: "singer in a red jacket",
    MusicMood.MELANCHOLIC: "singer in a dark blue coat",
    MusicMood.DREAMY: "singer in a silver dress",
}


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
        self._performed = False
        self.performer = performer_of(premise, mood, reader, rng, sings=self._is_sung(request))
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
        performs = self._performed = self._performs(number, within)
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
        subject, action = self._seen(number, part, slot, place, performs=performs, emblem=emblem)
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

    def _is_sung(self, request: PlanRequest) -> bool:
        """Whether somebody sings in it: not over a song without a voice, nor where only images count."""
        song = request.brief.song
        heard = song is None or song.song is None or any(slot.vocals for slot in self._slots)
        return heard and self._archetype is not Archetype.VISUAL_POEM

    def _within(self, number: int) -> int:
        """Which scene of its section a scene is."""
        start = number
        while start > 0 and self._parts[start - 1] == self._parts[number]:
            start -= 1
        return number - start

    def _performs(self, number: int, within: int) -> bool:
        """Whether somebody sings to the camera: where there are vocals, every other scene; a chorus begins with it."""
        slot, part = self._slots[number], self._parts[number]
        heard = slot.vocals or slot.heard is not None
        known = any(s.vocals or s.heard is not None for s in self._slots)
        shown = part in _SUNG_PARTS and self._archetype is not Archetype.VISUAL_POEM
        if self.performer is None or not (heard if known else shown):
            return False
        if self._archetype is Archetype.PERFORMANCE:
            return within % 3 != 2
        if within == 0 and part in {"chorus", "verse"}:
            return part == "chorus"
        return not self._performed

    def _seen(
        self, number: int, part: str, slot: BeatSlot, place: str, *, performs: bool, emblem: bool
    ) -> tuple[str, str]:
        hero, performer = self._premise.hero, self.performer
        if emblem and (performs or performer is None):
            return self._emblem
        if performs and performer is not None:
            return performer.looks, performed(
                _bent(self._next(performance(performer, _level(slot))), performer), performer
            )
        if hero.role == "place":
            return self._without_hero(number, part)
        if self._premise.deed and (number == 0 or (part == "verse" and self._done[self._premise.deed] < 2)):
            self._done[self._premise.deed] += 1
            return hero.looks, self._premise.deed
        close = slot.framings[:1] == (Framing.DETAIL,) and hero.role in BEINGS
        there = deeds_at(place) if hero.role in BEINGS else ()
        pool = list(there) if there else details() if close else moments(hero.role, part)
        return hero.looks, _bent(self._next(pool), hero)

    def _without_hero(self, number: int, part: str) -> tuple[str, str]:
        """A film about a place: the place itself, and whoever sings in it seen from afar now and then."""
        if self.performer is None or part in {"intro", "break"} or number % 3 == 2:
            return "", ""
        return self.performer.looks, _bent(self._next(moments("person", part)), self.performer)

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
        if premise.world == "train" and shown is None:
            stops = list(aboard())
            return stops, stops[0]
        built = own is not None and is_built(own)
        world = "city" if built else premise.world
        around = [stop.phrase.replace("{in}", inside) for stop in stops_for(premise.hero.role, world)]
        ways = ways_of(premise.hero.role)
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


def performer_of(premise: Premise, mood: MusicMood, reader: Reader, rng: Random, *, sings: bool = True) -> Hero | None:
    """Who performs: the brief's character, the person it names, else a singer where somebody ``sings``.

    Nobody where the brief wants no people.
    """
    usual = _PERFORMERS.get(mood, "singer in a white shirt")
    if premise.performer is not None:
        return premise.performer
    if premise.hero.role in BEINGS:
        return premise.hero
    if ActorKind.PERSON in premise.reading.absent or not sings:
        return None
    return dressed(usual, reader, rng)


def _emblem(performer: Hero | None, premise: Premise, rng: Random) -> tuple[str, str]:
    """The picture that a chorus begins with every time."""
    if performer is None:
        hero = premise.hero
        return (hero.looks, moments(hero.role, "chorus")[0]) if hero.role != "place" else ("", "")
    way = way_of(performer)
    inside = premise.world in _INDOORS or (premise.setting is not None and is_built(premise.setting))
    sky = () if inside else ("singing to the sky",)
    deed = rng.choice(("singing with open arms", *sky, "singing in a beam of light"))
    return performer.looks, "playing with closed eyes" if way == "plays" else performed(deed, performer)


def cast_of(performer: Hero | None, hero: Hero) -> list[Hero]:
    """The people of a music video, each once."""
    people = [who for who in (performer, hero) if who is not None and who.role in LIVING]
    return list({called(who): who for who in people}.values())


def _level(slot: BeatSlot) -> str:
    return "low" if slot.energy < 0.4 else "mid" if slot.energy < 0.7 else "high"


def _bent(action: str, hero: Hero) -> str:
    return re.sub(r"<(\w+)>", lambda match: hero.slots[match[1]], action)
