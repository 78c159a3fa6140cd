"""People who talk: a shot for each line, its speaker in the picture, and what the script shows between the lines."""

import re
from dataclasses import dataclass, field
from random import Random

from film.beats import BeatKind
from film.fountain import PartKind, Screenplay
from film.plan import PlannedScene
from film.planning import PlanRequest
from film.shot import CameraMove, Framing, TimeOfDay, Weather
from film.structure import BeatSlot
from planner.banks import routes
from planner.casting import subject_of
from planner.deeds import actor_in, doing
from planner.foreign import is_foreign
from planner.hero import Hero, make_hero
from planner.premise import Premise, deed_phrase
from planner.reader import Reader
from planner.screenwriting import place_of_line
from planner.script_people import cast_script, named_in
from planner.tokens import with_article

_REVERSE = ", from the other side"
_LISTENING = ("listening without a word", "looking down, listening", "looking up slowly", "waiting, quite still")
_PREFIX = re.compile(r"^\s*(?:\d+[.)]?\s*)?(?:INT|EXT|EST|I/E)[./]*\s*(?:/?\s*(?:INT|EXT)\.?)?\s*", re.IGNORECASE)


@dataclass
class _Now:
    """Where the film is, and when; what of the script it has shown."""

    setting: str
    time: TimeOfDay
    weather: Weather
    heading: str = ""
    part: int = 0
    shown: set[int] = field(default_factory=set)


class Dialogue:
    """Stages one script for one request."""

    def __init__(self, play: Screenplay, premise: Premise, reader: Reader, rng: Random) -> None:
        self._play, self._premise, self._reader, self._rng = play, premise, reader, rng
        self.cast: dict[str, Hero] = cast_script(play, premise, reader, rng)
        self._english = not is_foreign(" ".join(part.text for part in play.parts))
        self._now = _Now(
            setting=premise.setting or premise.place or routes()[premise.world][0].phrase.replace("{in}", ""),
            time=premise.time or TimeOfDay.DAY,
            weather=premise.weather or Weather.CLEAR,
        )
        self._scenes: list[PlannedScene] = []

    def scenes(self, request: PlanRequest) -> list[PlannedScene]:
        """One scene for each beat of the request's structure, whose lines are those of the script."""
        slots = request.structure.beats if request.structure else ()
        for i, slot in enumerate(slots):
            coming = next((later.heard for later in slots[i:] if later.heard), None)
            self._scenes.append(self._scene(slot, coming))
        return self._scenes

    def _scene(self, slot: BeatSlot, coming: str | None) -> PlannedScene:
        if slot.heard:
            self._go_to(place_of_line(self._play, slot.heard, self._now.part))
            return self._said(slot) if slot.speaker in self.cast else self._seen(slot, None)
        if slot.beat is BeatKind.ESTABLISH:
            place = self._next_place(coming)
            self._go_to(place)
            return self._seen(slot, self._action_from(place))
        if slot.beat is BeatKind.CHANGE and slot.speaker in self.cast:
            return self._face(slot, slot.speaker, self._rng.choice(_LISTENING))
        if slot.beat is BeatKind.DETAIL:
            deed = self._next_deed()
            if deed is None and (listener := self._listener()) is not None:
                return self._face(slot, listener, self._rng.choice(_LISTENING))
            self._go_to(self._now.part if deed is None else deed)
            return self._seen(slot, deed)
        return self._everybody(slot)

    def _said(self, slot: BeatSlot) -> PlannedScene:
        speaker = slot.speaker or ""
        manner = self._play.parts[self._now.part].manner
        # Two who talk look at each other: one to the right of the frame, the other to the left.
        side = "left" if self._is_second(speaker) else "right"
        adverb = f" {manner}" if re.fullmatch(r"[a-z]+ly", manner) else ""
        how = f", {manner}" if manner and not adverb and self._english and len(manner) < 40 else ""
        looks = "" if "look" in manner or "eyes" in manner else f", looking to the {side}"
        return self._face(slot, speaker, f"talking{adverb}{how}{looks}", line=slot.heard or "")

    def _face(self, slot: BeatSlot, name: str, action: str, *, line: str = "") -> PlannedScene:
        near = slot.beat in {BeatKind.EXCHANGE, BeatKind.CHANGE, BeatKind.TURN}
        reverse = _REVERSE if near and self._is_second(name) else ""
        return self._shot(
            slot,
            setting=f"{self._now.setting}{reverse}",
            subject=self.cast[name].looks,
            action=action,
            line=line,
            speaker=name if line else None,
            characters=[name],
        )

    def _seen(self, slot: BeatSlot, place: int | None) -> PlannedScene:
        """What the script shows at a place of it, or nothing but where we are."""
        if place is None:
            return self._everybody(slot)
        self._now.shown.add(place)
        text = self._play.parts[place].text
        names = named_in(text, self.cast)
        if not names:
            return self._strangers(slot, text)
        action = doing(text, names[0]) if self._english else deed_phrase(self._reader.told(text))
        return self._shot(
            slot,
            setting=self._now.setting,
            subject=self.cast[names[0]].looks,
            action=action or "standing quietly",
            line=slot.heard or "",
            characters=names[:1],
        )

    def _everybody(self, slot: BeatSlot) -> PlannedScene:
        """Those who talk here, together: at the end those who talked last, at first those who will."""
        here = [part.speaker for part in self._play.parts if part.heading == self._now.heading and part.speaker]
        names = list(dict.fromkeys(here[-2:] if slot.beat is BeatKind.RESOLUTION else here))[:2]
        together = " and ".join(self.cast[name].looks for name in names)
        action = "facing each other" if len(names) == 2 else "standing quietly" if names else ""
        return self._shot(
            slot, setting=self._now.setting, subject=together, action=action, line=slot.heard or "", characters=names
        )

    def _strangers(self, slot: BeatSlot, text: str) -> PlannedScene:
        """What is seen without any of those who speak: whoever a sentence is about, else the first thing it names."""
        reading = self._reader.told(text)
        thing = subject_of(reading)
        who = actor_in(text) if self._english else None
        subject, action = "", ""
        if who is not None:
            subject, action = who.lower(), doing(text, who) or ""
        elif thing is not None:
            subject = make_hero(thing, reading, self._rng).looks
        return self._shot(slot, setting=self._now.setting, subject=subject, action=action, line=slot.heard or "")

    def _shot(
        self,
        slot: BeatSlot,
        *,
        setting: str,
        subject: str = "",
        action: str = "",
        line: str = "",
        speaker: str | None = None,
        characters: list[str] | None = None,
    ) -> PlannedScene:
        before = self._scenes[-1] if self._scenes else None
        framing = next((f for f in slot.framings if before is None or f is not before.framing), Framing.MEDIUM)
        moves = [*slot.cameras, *CameraMove]
        camera = next(move for move in moves if before is None or move is not before.camera)
        return PlannedScene(
            setting=setting,
            time_of_day=self._now.time,
            weather=self._now.weather,
            subject=subject,
            action=action,
            framing=framing,
            camera=camera,
            narration=line,
            speaker=speaker,
            on_screen_text=None,
            weight=1.0 if line else 0.8,
            characters=characters or [],
            location=None,
            avoid=None,
        )

    def _is_second(self, name: str) -> bool:
        return list(self.cast).index(name) % 2 == 1

    def _next_place(self, coming: str | None) -> int:
        """Where the script goes next: the first part under the heading of the line that is coming."""
        if coming is None:
            return min(self._now.part + 1, len(self._play.parts) - 1)
        there = place_of_line(self._play, coming, self._now.part)
        heading = self._play.parts[there].heading
        first = there
        while first > 0 and self._play.parts[first - 1].heading == heading:
            first -= 1
        return first

    def _action_from(self, place: int) -> int | None:
        part = self._play.parts[place]
        return place if part.kind is PartKind.ACTION and place not in self._now.shown else None

    def _next_deed(self) -> int | None:
        """The next thing the script shows that the film has not shown."""
        deeds = [
            i for i, part in enumerate(self._play.parts) if part.kind is PartKind.ACTION and i not in self._now.shown
        ]
        return next((i for i in deeds if i >= self._now.part), deeds[0] if deeds else None)

    def _listener(self) -> str | None:
        """Somebody here other than whoever spoke last."""
        part = self._play.parts[self._now.part]
        here = [other.speaker for other in self._play.parts if other.heading == part.heading and other.speaker]
        return next((name for name in reversed(here) if name != part.speaker), None)

    def _go_to(self, place: int) -> None:
        """Be where the script is at this part. What its heading leaves open, what is seen there tells."""
        part, now = self._play.parts[place], self._now
        now.part = place
        if not part.heading or part.heading == now.heading:
            return
        now.heading, now.setting = part.heading, place_of(part.heading)
        told = self._reader.phrase(f"{now.setting}, {_when(part.heading)}", "in")
        if self._reader.abroad and told.locale is not None:
            now.setting = told.locale.phrase
        around = [other.text for other in self._play.parts if other.heading == part.heading]
        seen = self._reader.told(" ".join(around)[:600])
        now.weather = told.weather or seen.weather or now.weather
        now.time = told.time or seen.time or now.time


def place_of(heading: str) -> str:
    """The place of a scene heading as a phrase: "INT. STATION CAFE - NIGHT" is "a station cafe"."""
    bare = _PREFIX.sub("", heading)
    place = re.split(r"\s+[-–—]+\s+", bare)[0].strip(" .-–—") or "a quiet room"
    lowered = place.lower() if place.isupper() else place
    if re.match(r"(?:an?|the|[\w]+'s)\b", lowered, re.IGNORECASE) or not lowered.isascii():
        return lowered
    return with_article(lowered)


def _when(heading: str) -> str:
    """What a heading says behind its place: "night"."""
    return " ".join(re.split(r"\s+[-–—]+\s+", _PREFIX.sub("", heading))[1:]).lower()
