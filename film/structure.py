"""The structure of a film before anything of it is written: which beats it has, and how long each may be."""

from collections.abc import Collection, Sequence
from itertools import pairwise

from pydantic import Field

from film.archetypes import Archetype
from film.beats import BEATS, Beat, BeatKind
from film.brief import Brief, Telling
from film.choosing import choose
from film.format import FilmFormat
from film.fountain import Screenplay, read_screenplay
from film.grid import beat_frames, deal, scene_beats, scene_count
from film.model import Value
from film.pace import Pace
from film.script_beats import advice, narrated_shots, script_shots
from film.shapes import SHAPES
from film.shot import CameraMove, Framing
from film.song import SectionKind, SongAnalysis
from film.song_cuts import SongCuts, cut_song, energy_between, section_at
from film.told import told_text

_ADVICE = 2
_LIFT_RISES_BY = 0.08
_SECTION_BEATS = {
    SectionKind.INTRO: BeatKind.INTRO,
    SectionKind.VERSE: BeatKind.VERSE,
    SectionKind.CHORUS: BeatKind.CHORUS,
    SectionKind.BRIDGE: BeatKind.BRIDGE,
    SectionKind.BREAK: BeatKind.BREAK,
    SectionKind.OUTRO: BeatKind.OUTRO,
}


class BeatSlot(Value):
    """A scene to be written: its beat and its room.

    ``seconds`` is about how long it will be on screen, ``max_words`` how much may be said. ``frames`` is its exact
    length where the music decides it. ``framings`` and ``cameras`` are advice, best first. ``heard`` is what is sung
    or said in the scene in any case: lyrics, a line of the script; ``speaker`` who says it.
    """

    beat: BeatKind
    energy: float = Field(ge=0, le=1)
    seconds: float = Field(gt=0)
    max_words: int = Field(ge=0)
    framings: tuple[Framing, ...] = ()
    cameras: tuple[CameraMove, ...] = ()
    frames: int | None = None
    vocals: bool = False
    heard: str | None = None
    speaker: str | None = None


class Structure(Value):
    """The beats of a film in order, in the shape of an archetype, and why it was chosen.

    ``title_frames`` and ``end_frames`` are the lengths of the cards at ``fps`` where the music decides them, as it
    does those of the scenes. ``tempo_bpm`` is that of a song whose beat was heard.
    """

    archetype: Archetype
    why: str
    beats: tuple[BeatSlot, ...] = Field(min_length=1)
    title_frames: int | None = None
    end_frames: int | None = None
    fps: int | None = None
    tempo_bpm: float | None = Field(default=None, gt=0)


def structure_of(
    brief: Brief,
    film_format: FilmFormat,
    *,
    song: SongAnalysis | None = None,
    scene_s: float | None = None,
    pace: Pace = Pace(),  # noqa: B008 (a value)
    preferred: Collection[Archetype] = (),
) -> Structure:
    """The structure of the film that a brief asks for, cut on its ``song`` where it has one.

    ``scene_s`` is how long scenes last on average, as the archetype has it otherwise; ``pace`` how fast its voice is.
    ``preferred`` are shapes for a brief that asks for none. Raises ``SongTooShortError`` when less of the song is left
    than a film needs.
    """
    if song is not None:
        return _on_song(brief, film_format, song, scene_s, preferred)
    archetype, why = choose(brief, preferred=preferred)
    shape = SHAPES[archetype]
    usual_s = (scene_s or _usual_scene_s(brief.duration_s)) * shape.pace
    count = scene_count(brief.duration_s, usual_s)
    text = told_text(brief)
    if brief.script is None and archetype is Archetype.DIALOGUE:
        # Its people are yet to be given their lines.
        text = None
    play = read_screenplay(text) if text else None
    if play is not None and play.parts:
        return _of_script(play, brief, film_format, pace, archetype, why, count)
    beats = [BEATS[kind] for kind in shape.arrange(count, brief.mode)]
    dealt = deal(scene_beats(brief.duration_s, count, film_format), [beat.share for beat in beats])
    seconds = [film_format.seconds(each * beat_frames(film_format)) for each in dealt]
    advice = _turned_framings(beats)
    slots = (
        BeatSlot(
            beat=beat.kind,
            energy=beat.energy,
            seconds=seconds[i],
            max_words=_words(beat, seconds[i], pace),
            framings=advice[i],
            cameras=beat.cameras[:_ADVICE],
        )
        for i, beat in enumerate(beats)
    )
    return Structure(archetype=archetype, why=why, beats=tuple(slots))


def _of_script(
    play: Screenplay,
    brief: Brief,
    film_format: FilmFormat,
    pace: Pace,
    archetype: Archetype,
    why: str,
    count: int,
) -> Structure:
    """The structure of a film that says what its script says: staged line by line as a dialogue, else told."""
    if archetype is Archetype.DIALOGUE and play.speakers:
        shots, left_out = script_shots(play, brief.duration_s, film_format, pace)
    else:
        narrated = brief.story is not None and brief.story.telling is Telling.NARRATED
        shots, left_out = narrated_shots(play, brief.duration_s, film_format, pace, count, one_voice=narrated)
        kinds = SHAPES[archetype].arrange(len(shots), brief.mode)
        shots = tuple(shot.model_copy(update={"beat": kind}) for shot, kind in zip(shots, kinds, strict=True))
    slots: list[BeatSlot] = []
    for shot in shots:
        framings, cameras = advice(shot, slots[-1].framings[0] if slots else None)
        seconds = film_format.seconds(shot.beats * beat_frames(film_format))
        slots.append(
            BeatSlot(
                beat=shot.beat,
                energy=BEATS[shot.beat].energy,
                seconds=seconds,
                max_words=max(pace.room_in(seconds), pace.count(shot.line)) if shot.line else 0,
                framings=framings,
                cameras=cameras,
                heard=shot.line or None,
                speaker=shot.speaker,
            )
        )
    if left_out:
        why += f"; {left_out} of its lines find no room in {brief.duration_s} s"
    return Structure(archetype=archetype, why=why, beats=tuple(slots))


def _usual_scene_s(duration_s: int) -> float:
    return 4.2 if duration_s <= 30 else 5.0 if duration_s <= 60 else 6.0


def _words(beat: Beat, seconds: float, pace: Pace) -> int:
    """How much may be said: all there is room for, less in scenes that live from their pictures."""
    room = pace.room_in(seconds)
    return max(min(3, room), int(room * min(1.0, 0.5 + beat.talk)))


def _turned_framings(beats: Sequence[Beat]) -> list[tuple[Framing, ...]]:
    """The advice on framing for each beat, turned so that neighbours begin with different ones."""
    advice: list[tuple[Framing, ...]] = []
    for beat in beats:
        framings = beat.framings
        if advice and framings[0] is advice[-1][0] and len(framings) > 1:
            framings = (*framings[1:], framings[0])
        advice.append(framings[:_ADVICE])
    return advice


def _on_song(
    brief: Brief,
    film_format: FilmFormat,
    song: SongAnalysis,
    scene_s: float | None,
    preferred: Collection[Archetype],
) -> Structure:
    start_s = brief.song.start_s if brief.song else 0.0
    cuts = cut_song(song, start_s, brief.duration_s, scene_s)
    sung = any(_is_sung(song, one, other) for one, other in _shots(cuts))
    archetype, why = choose(brief, sung=sung, preferred=preferred)
    edge = beat_frames(film_format)
    # Half a frame is lost at most: every cut is rounded by itself, so that errors never add up.
    at = [round((time - cuts.start_s) * film_format.fps) for time in cuts.cuts_s]
    total = int((cuts.end_s - cuts.start_s) * film_format.fps + 1e-6)
    kinds = _kinds(song, cuts)
    advice = _turned_framings([BEATS[kind] for kind in kinds])
    slots = []
    for i, (one, other) in enumerate(_shots(cuts)):
        vocals = _is_sung(song, one, other)
        slots.append(
            BeatSlot(
                beat=kinds[i],
                energy=round(energy_between(song, one, other), 2),
                seconds=round((at[i + 1] - at[i]) / film_format.fps, 3),
                max_words=0,
                framings=_seen_singing(advice[i]) if vocals else advice[i],
                cameras=BEATS[kinds[i]].cameras[:_ADVICE],
                frames=at[i + 1] - at[i] + edge,
                vocals=vocals,
                heard=_heard(song, one, other),
            )
        )
    on = f"on the song's {song.tempo_bpm:.0f} beats a minute" if song.tempo_bpm else "to the song, which has no beat"
    why = f"{why}; cut {on}, {len(slots)} scenes"
    return Structure(
        archetype=archetype,
        why=why,
        beats=tuple(slots),
        title_frames=at[0],
        end_frames=total - at[-1] + edge,
        fps=film_format.fps,
        tempo_bpm=song.tempo_bpm or None,
    )


def _shots(cuts: SongCuts) -> list[tuple[float, float]]:
    return list(pairwise(cuts.cuts_s))


def _kinds(song: SongAnalysis, cuts: SongCuts) -> list[BeatKind]:
    """The beat of each shot: that of its section; the last of a verse lifts where it rises into a chorus."""
    shots = _shots(cuts)
    sections = [section_at(song, (one + other) / 2) for one, other in shots]
    kinds = [_SECTION_BEATS[section.kind] for section in sections]
    for i in range(1, len(kinds) - 1):
        rises = energy_between(song, *shots[i]) > energy_between(song, *shots[i - 1]) + _LIFT_RISES_BY
        if kinds[i - 1] is kinds[i] is BeatKind.VERSE and kinds[i + 1] is BeatKind.CHORUS and rises:
            kinds[i] = BeatKind.LIFT
    return kinds


def _is_sung(song: SongAnalysis, start_s: float, end_s: float) -> bool:
    """Whether somebody sings in a third of a stretch, or for a second of it."""
    if not song.sung:
        return section_at(song, (start_s + end_s) / 2).vocals
    heard = sum(max(0.0, min(end_s, sung.end_s) - max(start_s, sung.start_s)) for sung in song.sung)
    return heard >= min(1.0, (end_s - start_s) / 3)


def _heard(song: SongAnalysis, start_s: float, end_s: float) -> str | None:
    """The lines of the lyrics that are sung in a stretch, for the most part."""
    lines = [line.text for line in song.lyrics if start_s <= (line.start_s + line.end_s) / 2 < end_s]
    return " / ".join(lines)[:200] or None


def _seen_singing(framings: tuple[Framing, ...]) -> tuple[Framing, ...]:
    """The advice with the framings first in which a mouth is seen."""
    near = [framing for framing in framings if framing in {Framing.CLOSE, Framing.MEDIUM}]
    if not near:
        return (Framing.MEDIUM, *framings)[:_ADVICE]
    return (*near, *(framing for framing in framings if framing not in near))
