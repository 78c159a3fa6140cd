"""Is a finished film what it should be? Everything is decoded and measured; nothing is taken on trust."""

from collections.abc import Collection, Sequence
from contextlib import closing
from fractions import Fraction
from pathlib import Path

from av.container import InputContainer

from film.model import Value
from film.quality import FilmFacts, FilmReport, Finding, Flaw
from media.assemble import Part
from media.errors import UnreadableError
from media.probe import VideoProbe, probe
from media.profile import VideoProfile
from media.quality.clock import Clock, read_clock
from media.quality.colour import colour_of
from media.quality.copied import Originals
from media.quality.hearing import Heard, listen
from media.quality.pictures import Wanted, picture_flaws
from media.quality.stills import FROZEN_CHANGE
from media.quality.structure import codec_name, file_flaws
from media.quality.track import WantedSound, sound_facts, sound_flaws
from media.source import opened
from media.work import OnProgress, ShouldStop, Watch, never, unheard

_AAC_FRAME = 1024


class Expectation(Value):
    """What a film is held against. A ``None`` is not looked at.

    ``black_s`` and ``frozen_s`` are the longest runs of black or equal pictures allowed; ``frozen_change`` is the mean
    difference in luma below which two pictures are equal, unless something small moves in them.
    """

    profile: VideoProfile
    frames: int
    loudness_lufs: float | None = None
    loudness_tolerance_lu: float = 0.5
    peak_dbtp: float | None = -0.5
    sound: bool = True
    black_s: float | None = 1.0
    frozen_s: float | None = 1.5
    frozen_change: float = FROZEN_CHANGE


class Standard(Value):
    """What any film is held against that nothing more is known of. A ``None`` is not looked at."""

    loudness_lufs: float | None = None
    loudness_tolerance_lu: float = 0.5
    peak_dbtp: float | None = -0.5
    black_s: float | None = 1.0
    frozen_s: float | None = 1.5


def verify(
    path: Path,
    expected: Expectation,
    *,
    parts: Sequence[Part] = (),
    encoded: Collection[int] = (),
    on_progress: OnProgress = unheard,
    should_stop: ShouldStop = never,
) -> list[Finding]:
    """Everything about the film at ``path`` that is not as ``expected``; an empty list is a good film.

    With the ``parts`` that it was assembled from, every frame is compared with its part's own, except in the parts
    numbered in ``encoded``. Times are exact and the sound as long as the picture to the sample.
    """
    profile = expected.profile
    originals = Originals(parts, profile, encoded)
    wanted = Wanted(
        width=profile.width,
        height=profile.height,
        fps=Fraction(profile.fps),
        frames=expected.frames,
        slack_s=Fraction(0),
        black_s=expected.black_s,
        frozen_s=expected.frozen_s,
        frozen_change=expected.frozen_change,
    )
    sound = WantedSound(
        start_s=Fraction(0),
        length_s=Fraction(expected.frames, profile.fps),
        slack_samples=0,
        loudness_lufs=expected.loudness_lufs,
        loudness_tolerance_lu=expected.loudness_tolerance_lu,
        peak_dbtp=expected.peak_dbtp,
    )
    watch = Watch(on_progress, should_stop)
    try:
        probe(path)
        with closing(originals):
            flaws = _flaws(path, wanted, watch, originals)
    except UnreadableError as error:
        return [Finding(flaw=Flaw.UNREADABLE, message=str(error))]
    if expected.sound:
        heard = _heard(path, watch, flaws)
        if heard is not None:
            flaws += sound_flaws(heard, sound)
        elif not any(flaw.flaw is Flaw.SOUND for flaw in flaws):
            flaws.append(Finding(flaw=Flaw.SOUND, message="there is no sound"))
    return flaws


def verify_file(
    path: Path,
    standard: Standard | None = None,
    *,
    on_progress: OnProgress = unheard,
    should_stop: ShouldStop = never,
) -> FilmReport:
    """What any film is and what is wrong with it, held against what the file itself says it is.

    A constant frame rate is expected, and sound, if there is any, that is as long as the picture to an AAC frame. A
    file that is no film at all has the flaw ``UNREADABLE`` and no facts.
    """
    standard = standard or Standard()
    watch = Watch(on_progress, should_stop)
    try:
        seen = probe(path)
        if seen.video is None or seen.is_still:
            raise UnreadableError(f"{path.name}: no moving pictures in it")
        with opened(path) as container:
            clock = read_clock(container)
            facts = _facts(container, seen.video, clock)
        flaws = [*_rate_flaws(clock), *_flaws(path, _wanted(seen.video, clock, standard), watch, None)]
    except UnreadableError as error:
        return FilmReport(flaws=(Finding(flaw=Flaw.UNREADABLE, message=str(error)),))
    heard = _heard(path, watch, flaws)
    if heard is not None:
        flaws += sound_flaws(heard, _wanted_sound(clock, standard))
        facts = facts.model_copy(update={"sound": sound_facts(heard, clock.length_s)})
    return FilmReport(facts=facts, flaws=tuple(flaws))


def _flaws(path: Path, wanted: Wanted, watch: Watch, originals: Originals | None) -> list[Finding]:
    """What is wrong with the file and its pictures."""
    with opened(path) as container:
        kind = container.format.name
        pictures = picture_flaws(container, wanted, watch, originals)
    if "mp4" in kind:
        structure = list(file_flaws(path))
    else:
        structure = [Finding(flaw=Flaw.STRUCTURE, message=f"not an MP4 file but {kind}")]
    changed = originals.findings() if originals is not None else ()
    return [*structure, *pictures, *changed]


def _heard(path: Path, watch: Watch, flaws: list[Finding]) -> Heard | None:
    """The film's sound; ``None`` if there is none, or with one more of ``flaws`` if it cannot be decoded."""
    try:
        return listen(path, watch=watch)
    except UnreadableError as error:
        flaws.append(Finding(flaw=Flaw.SOUND, message=f"the sound cannot be decoded: {error}"))
        return None


def _wanted(video: VideoProbe, clock: Clock, standard: Standard) -> Wanted:
    return Wanted(
        width=video.width,
        height=video.height,
        fps=clock.fps,
        frames=clock.frames,
        slack_s=clock.slack_s,
        black_s=standard.black_s,
        frozen_s=standard.frozen_s,
        frozen_change=FROZEN_CHANGE,
    )


def _wanted_sound(clock: Clock, standard: Standard) -> WantedSound:
    return WantedSound(
        start_s=clock.start_s,
        length_s=clock.length_s,
        slack_samples=_AAC_FRAME,
        loudness_lufs=standard.loudness_lufs,
        loudness_tolerance_lu=standard.loudness_tolerance_lu,
        peak_dbtp=standard.peak_dbtp,
    )


def _rate_flaws(clock: Clock) -> list[Finding]:
    if clock.fps is not None:
        return []
    shortest, longest = (f"{float(step) * 1000:.1f}" for step in clock.steps_s)
    message = f"variable frame rate: pictures are shown for {shortest} to {longest} ms"
    at_s = None if clock.irregular_s is None else float(clock.irregular_s)
    return [Finding(flaw=Flaw.TIMES, message=message, at_s=at_s)]


def _facts(container: InputContainer, video: VideoProbe, clock: Clock) -> FilmFacts:
    codec = container.streams.video[0].codec_context
    return FilmFacts(
        container=container.format.name,
        codec=codec_name(codec),
        width=video.width,
        height=video.height,
        fps=None if clock.fps is None else round(float(clock.fps), 3),
        frames=clock.frames,
        duration_s=float(clock.length_s),
        pixel_format=video.pix_fmt,
        colour=colour_of(codec),
    )
