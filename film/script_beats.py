"""The beats of a script: a shot for each line of a dialogue, or for each sentence that is told, whole where it fits.

Between the lines is seen what the script shows.
"""

import math
from collections.abc import Sequence
from itertools import pairwise

from film.beats import BEATS, BeatKind
from film.format import FilmFormat
from film.fountain import PartKind, Screenplay
from film.grid import MAX_SCENE_BEATS, MAX_SCENES, MIN_SCENE_BEATS, beat_frames, deal, scene_beats
from film.model import Value
from film.pace import NARRATION_LEAD_S, NARRATION_TAIL_S, Pace
from film.phrases import clauses, is_useful, joined, pieces, sentences
from film.shot import CameraMove, Framing

_WHOLE_SHARE = 0.7
"""Whole sentences are enough for so much of the usual count of scenes: fewer are cut, or pictures put between."""
_MANY = 120
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
    said, too_many = _trimmed(_lines(play, film), film)
    lines, left_out = _shortened(said, film)
    left_out += too_many
    seen = [*_places(play), *_deeds(play)]
    first = min((shot.place for shot in lines), default=(0, 0))
    last = max((shot.place for shot in lines), default=(0, 0))
    shots = list(lines)
    for shot in seen:
        told = first[0] <= shot.place[0] <= last[0] or shot.place[0] < first[0] or not left_out
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
    return tuple(timed), left_out


def narrated_shots(
    play: Screenplay, duration_s: int, film_format: FilmFormat, pace: Pace, count: int, *, one_voice: bool
) -> tuple[tuple[ScriptShot, ...], int]:
    """The shots of a text that is told, about ``count``, and how many of its sentences there is no time for.

    Sentences are joined where the film is short and cut at their clauses where it is long; what is missing then is
    pictures alone. ``one_voice`` gives the lines of people to the narrator.
    """
    film = _Film(duration_s=duration_s, film_format=film_format, pace=pace)
    lines, left_out = _trimmed(_sentences(play, film, one_voice=one_voice), film)
    while (len(lines) > count or not film.holds(lines)) and (pair := _joinable(lines, film)) is not None:
        lines[pair : pair + 2] = [_joined(lines[pair], lines[pair + 1], film)]
    while not film.holds(lines) and len(lines) > 1:
        # The beginning and the end stay: the shortest sentence between them goes that makes room enough.
        missing = sum(map(film.least, lines)) - film.room(len(lines))
        able = [i for i in range(1, len(lines) - 1) if film.least(lines[i]) > missing]
        del lines[min(able, key=lambda i: film.least(lines[i])) if able else max(0, len(lines) - 2)]
        left_out += 1
    enough = max(2, math.ceil(count * _WHOLE_SHARE))
    while not left_out and len(lines) < enough and (place := _divisible(lines, film)) is not None:
        lines[place : place + 1] = _halves(lines[place], film)
    shots = list(lines)
    while len(shots) < enough and film.holds([*shots, ScriptShot(place=(0, 0), beat=BeatKind.DETAIL)]):
        shots.insert(_longest_wait(shots), ScriptShot(place=(0, 0), beat=BeatKind.DETAIL))
    dealt = deal(film.room(len(shots)), [1.0] * len(shots), [film.least(shot) for shot in shots])
    timed = (shot.model_copy(update={"beats": beats}) for shot, beats in zip(shots, dealt, strict=True))
    return tuple(timed), left_out


def _sentences(play: Screenplay, film: _Film, *, one_voice: bool) -> list[ScriptShot]:
    most = film.pace.room_in(film.film_format.seconds(film.longest * beat_frames(film.film_format)))
    return [
        ScriptShot(
            place=(i, k),
            beat=BeatKind.DETAIL,
            line=piece,
            speaker=None if one_voice or part.off_camera else part.speaker,
            heading=part.heading,
        )
        for i, part in enumerate(play.parts)
        for k, sentence in enumerate(sentences(part.text))
        for piece in pieces(sentence, most, film.pace)
    ]


def _halves(shot: ScriptShot, film: _Film) -> list[ScriptShot]:
    """A line cut at the clause next to its middle; itself when it has none."""
    parts = clauses(shot.line)
    glue = "" if film.pace.characters else " "
    splits = [(glue.join(parts[:i]), glue.join(parts[i:])) for i in range(1, len(parts))]
    fair = [pair for pair in splits if all(is_useful(part, film.pace) for part in pair)]
    if not fair:
        return [shot]
    best = min(fair, key=lambda pair: abs(len(pair[0]) - len(pair[1])))
    return [shot.model_copy(update={"line": part}) for part in best]


def _divisible(lines: Sequence[ScriptShot], film: _Film) -> int | None:
    """The longest line that can be cut in two without the film running short."""
    able = [
        (film.pace.count(shot.line), -i)
        for i, shot in enumerate(lines)
        if len(halves := _halves(shot, film)) == 2 and film.holds([*lines[:i], *halves, *lines[i + 1 :]])
    ]
    return -max(able)[1] if able else None


def _longest_wait(shots: Sequence[ScriptShot]) -> int:
    """Where a picture without words does best: before the line with the fewest of them in front of it."""
    waits, run = [], 0
    for i, shot in enumerate(shots):
        if shot.line:
            waits.append((run, i))
        run = 0 if shot.line else run + 1
    return min(waits)[1] if waits else 0


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
            beat=BeatKind.JOURNEY if part.off_camera else BeatKind.EXCHANGE,
            line=line,
            speaker=None if part.off_camera else part.speaker,
            heading=part.heading,
        )
        for i, part in enumerate(play.parts)
        if part.kind is PartKind.SPEECH
        for k, line in enumerate(pieces(part.text, most, film.pace), start=1)
    ]


def _trimmed(lines: list[ScriptShot], film: _Film) -> tuple[list[ScriptShot], int]:
    """The lines of a long script, few enough to choose from, and how many are gone.

    They are joined to breaths, and the middle of what is far too much is left out.
    """
    if len(lines) <= _MANY:
        return lines, 0
    packed = lines[:1]
    for line in lines[1:]:
        if _is_one_breath(packed[-1], line, film):
            packed[-1] = _joined(packed[-1], line, film)
        else:
            packed.append(line)
    gone = max(0, len(packed) - _MANY)
    return [*packed[: _MANY - 2], *packed[-2:]] if gone else packed, gone


def _shortened(said: list[ScriptShot], film: _Film) -> tuple[list[ScriptShot], int]:
    """The lines that fit, and how many do not: short ones of one voice are joined, then those before the end go."""
    lines = list(said)
    while not film.holds(lines) and (pair := _joinable(lines, film)) is not None:
        lines[pair : pair + 2] = [_joined(lines[pair], lines[pair + 1], film)]
    joined_up = len(lines)
    while not film.holds(lines) and len(lines) > 1:
        del lines[max(0, len(lines) - 3)]
    return lines, joined_up - len(lines)


def _joinable(lines: Sequence[ScriptShot], film: _Film) -> int | None:
    """Where two neighbours make the shortest shot together."""
    able = [
        (film.least(_joined(one, other, film)), i)
        for i, (one, other) in enumerate(pairwise(lines))
        if _is_one_breath(one, other, film)
    ]
    return min(able)[1] if able else None


def _is_one_breath(one: ScriptShot, other: ScriptShot, film: _Film) -> bool:
    same = (one.speaker, one.heading) == (other.speaker, other.heading)
    return same and film.least(_joined(one, other, film)) <= film.longest


def _joined(one: ScriptShot, other: ScriptShot, film: _Film) -> ScriptShot:
    return one.model_copy(update={"line": joined(one.line, other.line, film.pace)})


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
