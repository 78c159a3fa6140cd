"""The beats of a script in dialogue: a shot for each line, and between them what the script shows."""

import math
from collections.abc import Sequence
from itertools import pairwise

from film.beats import BEATS, BeatKind
from film.format import FilmFormat
from film.fountain import PartKind, Screenplay
from film.grid import MAX_SCENE_BEATS, MAX_SCENES, MIN_SCENE_BEATS, beat_frames, deal, scene_beats
from film.model import Value
from film.pace import NARRATION_LEAD_S, NARRATION_TAIL_S, Pace
from film.phrases import joined, pieces
from film.shot import CameraMove, Framing

_ROOMY_BEATS = 8.5
"""Scenes of more than this on average leave time for faces that listen."""


class ScriptShot(Value):
    """A shot of a script. ``place`` orders it: the part of the script it shows, and its piece of that part.

    ``line`` is what is said in it, ``speaker`` by whom; ``beats`` is its length on the grid.
    """

    place: tuple[int, int]
    beat: BeatKind
    line: str = ""
    speaker: str | None = None
    heading: str = ""
    beats: int = MIN_SCENE_BEATS


class _Film(Value):
    """What decides how much of a script a film has room for."""

    duration_s: int
    film_format: FilmFormat
    pace: Pace

    def room(self, count: int) -> int:
        return scene_beats(self.duration_s, count, self.film_format)

    @property
    def longest(self) -> int:
        """The grid beats of the longest shot, another one beside it."""
        return min(MAX_SCENE_BEATS, self.room(2) - MIN_SCENE_BEATS)

    def least(self, shot: ScriptShot) -> int:
        if not shot.line:
            return MIN_SCENE_BEATS
        needed_s = self.pace.seconds(shot.line) + NARRATION_LEAD_S + NARRATION_TAIL_S
        beat_s = self.film_format.seconds(beat_frames(self.film_format))
        return max(MIN_SCENE_BEATS, math.ceil(needed_s / beat_s - 1e-6))

    def holds(self, shots: Sequence[ScriptShot]) -> bool:
        return len(shots) <= MAX_SCENES and sum(map(self.least, shots)) <= self.room(len(shots))


def script_shots(
    play: Screenplay, duration_s: int, film_format: FilmFormat, pace: Pace
) -> tuple[tuple[ScriptShot, ...], int]:
    """The shots of a dialogue, and how many of its lines there is no time for.

    Every line is one shot, whole wherever it fits. What there is no time for is left out before the last exchange;
    where there is time, the places and deeds of the script are seen too, and those who listen.
    """
    film = _Film(duration_s=duration_s, film_format=film_format, pace=pace)
    said = _lines(play, film)
    lines = _shortened(said, film)
    seen = [*_places(play), *_deeds(play)]
    first = min((shot.place for shot in lines), default=(0, 0))
    last = max((shot.place for shot in lines), default=(0, 0))
    shots = list(lines)
    for shot in seen:
        told = first[0] <= shot.place[0] <= last[0] or shot.place[0] < first[0] or len(lines) == len(said)
        if told and film.holds([*shots, shot]):
            shots.append(shot)
    ending = ScriptShot(place=(len(play.parts), 0), beat=BeatKind.RESOLUTION, heading=play.parts[-1].heading)
    if len(shots) < 2 or (_is_roomy(shots, film) and film.holds([*shots, ending])):
        shots.append(ending)
    for shot in _listeners(lines):
        if _is_roomy(shots, film) and film.holds([*shots, shot]):
            shots.append(shot)
    shots.sort(key=lambda shot: shot.place)
    dealt = deal(
        film.room(len(shots)), [BEATS[shot.beat].share for shot in shots], [film.least(shot) for shot in shots]
    )
    timed = (shot.model_copy(update={"beats": beats}) for shot, beats in zip(shots, dealt, strict=True))
    return tuple(timed), len(said) - len(lines)


def advice(shot: ScriptShot, before: Framing | None) -> tuple[tuple[Framing, ...], tuple[CameraMove, ...]]:
    """How a shot is best framed and moved, another way than the one before it."""
    beat = BEATS[shot.beat]
    framings = beat.framings[:2]
    if framings[0] is before:
        framings = framings[::-1]
    return framings, beat.cameras[:2]


def _lines(play: Screenplay, film: _Film) -> list[ScriptShot]:
    most = film.pace.room_in(film.film_format.seconds(film.longest * beat_frames(film.film_format)))
    return [
        ScriptShot(
            place=(i, k),
            beat=BeatKind.EXCHANGE if part.speaker else BeatKind.JOURNEY,
            line=line,
            speaker=part.speaker,
            heading=part.heading,
        )
        for i, part in enumerate(play.parts)
        if part.kind is PartKind.SPEECH
        for k, line in enumerate(pieces(part.text, most, film.pace), start=1)
    ]


def _shortened(said: list[ScriptShot], film: _Film) -> list[ScriptShot]:
    """The lines that fit: pieces of one voice in one breath first, then without those before the last exchange."""
    lines = list(said)
    while not film.holds(lines) and (pair := _joinable(lines, film)) is not None:
        one, other = lines[pair], lines[pair + 1]
        lines[pair : pair + 2] = [one.model_copy(update={"line": joined(one.line, other.line, film.pace)})]
    while not film.holds(lines) and len(lines) > 1:
        del lines[max(0, len(lines) - 3)]
    return lines


def _joinable(lines: Sequence[ScriptShot], film: _Film) -> int | None:
    able = []
    for i, (one, other) in enumerate(pairwise(lines)):
        both = one.model_copy(update={"line": joined(one.line, other.line, film.pace)})
        same = (one.speaker, one.heading) == (other.speaker, other.heading)
        if same and film.least(both) <= film.longest:
            able.append((film.least(both), i))
    return min(able)[1] if able else None


def _places(play: Screenplay) -> list[ScriptShot]:
    """A first view of each place the script goes to."""
    shots, before = [], None
    for i, part in enumerate(play.parts):
        if part.heading != before or i == 0:
            shots.append(ScriptShot(place=(i, -1), beat=BeatKind.ESTABLISH, heading=part.heading))
        before = part.heading
    return shots


def _deeds(play: Screenplay) -> list[ScriptShot]:
    """What the script shows, other than where it only sets its scene."""
    return [
        ScriptShot(place=(i, 0), beat=BeatKind.DETAIL, heading=part.heading)
        for i, part in enumerate(play.parts)
        if part.kind is PartKind.ACTION and i > 0 and play.parts[i - 1].heading == part.heading
    ]


def _listeners(lines: Sequence[ScriptShot]) -> list[ScriptShot]:
    """Whoever is spoken to, silent for a moment; longer lines first."""
    found = []
    for one, other in pairwise(lines):
        if one.speaker and other.speaker and one.speaker != other.speaker and one.heading == other.heading:
            place = (one.place[0], one.place[1] + 100)
            silent = ScriptShot(place=place, beat=BeatKind.CHANGE, speaker=other.speaker, heading=one.heading)
            found.append((-len(one.line), place, silent))
    return [silent for _, _, silent in sorted(found, key=lambda each: each[:2])]


def _is_roomy(shots: Sequence[ScriptShot], film: _Film) -> bool:
    return film.room(len(shots)) > _ROOMY_BEATS * len(shots)
