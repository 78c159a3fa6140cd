"""Is a clip what was ordered? What is wrong with its pictures is found in the decode that another work needs anyway."""

from collections import deque
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av

from film.model import Value
from film.quality import ClipExpectation, ClipFacts, ClipFinding, Defect, QualityReport, Severity
from media.errors import UnreadableError
from media.picture.decoding import Decoding
from media.probe import probe
from media.quality.cuts import Cuts
from media.quality.flash import Flashes
from media.quality.hearing import Heard, listen
from media.quality.luma import Luma, is_one_colour, small_luma, tiny_luma
from media.quality.rhythm import Beat, Rhythm
from media.quality.runs import Run, Runs
from media.quality.stills import FROZEN_CHANGE, Stills, is_black
from media.work import UNWATCHED, OnProgress, ShouldStop, Watch, never, unheard

NOT_LOOKED_AT = ClipExpectation()

_MOST_OF_A_KIND = 50
_FLAT_LUMA = 3.0
_PART = 0.4
"""The share of a clip from which on what is wrong with it cannot be cut around."""

_SHORT_SHARE, _DURATION_SLACK_S = 0.75, 0.1
_SHAPE_SLACK = 0.02
_FPS_SLACK = 0.01
_DAMAGED_SHARE = 0.02
_STUCK_S = 0.1
_OFFSET = 0.02
_FAINT_LUFS = -50.0


class ClipLimits(Value):
    """The longest black, frozen, blank and silent stretches that pass, in seconds.

    ``frozen_change`` is the mean difference in luma below which two pictures are equal.
    """

    black_s: float = 0.5
    frozen_s: float = 1.0
    blank_s: float = 0.5
    silent_s: float = 1.0
    frozen_change: float = FROZEN_CHANGE


class ClipCheck:
    """Looks at a clip's pictures as they are decoded for another purpose; a few numbers are kept of each.

    >>> check = ClipCheck(ClipExpectation(duration_s=5))
    >>> check.report().findings[0].message
    'there are no pictures'
    """

    def __init__(self, expected: ClipExpectation = NOT_LOOKED_AT, limits: ClipLimits | None = None) -> None:
        self._expected = expected
        self._limits = limits or ClipLimits()
        self._stills = Stills(self._limits.black_s, self._limits.frozen_s, self._limits.frozen_change)
        self._blank = Runs(self._limits.blank_s)
        self._damaged = Runs(0)
        self._damaged_pictures = 0
        self._flashes = Flashes()
        self._cuts = Cuts()
        self._beat = Beat()
        self._luma_sum = 0.0
        self._sizes: deque[tuple[int, int]] = deque(maxlen=2)

    def see(self, time_s: Fraction, frame: av.VideoFrame) -> None:
        """Look at the next decoded picture, shown ``time_s`` after the first. It is only read."""
        size = (frame.height, frame.width) if frame.rotation % 180 else (frame.width, frame.height)
        if size not in self._sizes:
            self._sizes.append(size)
        luma = small_luma(frame)
        tiny = tiny_luma(luma)
        self._luma_sum += float(luma.mean())
        self._beat.see(time_s, luma)
        self._stills.see(time_s, luma)
        self._blank.see(time_s, holds=_is_blank(frame, luma))
        self._flashes.see(time_s, tiny)
        self._cuts.see(time_s, tiny)
        self._damaged.see(time_s, holds=frame.is_corrupt)
        self._damaged_pictures += frame.is_corrupt

    def miss(self, time_s: Fraction) -> None:
        """Take note of a picture that could not be decoded."""
        self._damaged.see(time_s, holds=True)
        self._damaged_pictures += 1

    def report(self, sound: Path | None = None, *, watch: Watch = UNWATCHED) -> QualityReport:
        """What was found; ``sound`` is the file to listen to, mostly the clip itself: without one, sound is no matter.

        To be called after the last picture. Raises ``UnreadableError`` if the sound cannot be decoded.
        """
        listens = sound is not None and self._expected.sound is not False
        heard = listen(sound, silent_s=self._limits.silent_s, watch=watch) if sound and listens else None
        rhythm = self._beat.rhythm(self._expected.fps)
        pictures = self._beat.pictures
        end_s = rhythm.end_s if pictures else Fraction(0)
        width, height = self._sizes[-1] if self._sizes else (0, 0)
        facts = ClipFacts(
            frames=pictures,
            duration_s=float(end_s),
            width=width,
            height=height,
            fps=round(rhythm.fps, 3) if pictures else 0.0,
            mean_luma=self._luma_sum / max(1, pictures),
            motion=rhythm.motion,
            loudness_lufs=heard.loudness_lufs if heard else None,
        )
        findings = (
            list(self._seen(rhythm, end_s, facts))
            if pictures
            else [_finding(Defect.EMPTY, Severity.REJECT, Run(end_s, end_s), "there are no pictures")]
        )
        if listens:
            findings += _heard(heard, self._expected, end_s)
        findings.sort(key=lambda finding: (finding.start_s, finding.kind))
        return QualityReport(facts=facts, findings=tuple(findings))

    def _seen(self, rhythm: Rhythm, end_s: Fraction, facts: ClipFacts) -> Iterator[ClipFinding]:
        self._stills.close(end_s)
        self._blank.close(end_s)
        self._damaged.close(end_s)
        self._cuts.close()
        yield from _ordered(facts, self._expected, several_sizes=len(self._sizes) > 1)
        for run in _few(self._stills.black.found):
            inside = run.start_s > 0 and run.end_s < end_s
            severity = _grade(rejected=inside or run.length_s > _PART * end_s)
            yield _finding(Defect.BLACK, severity, run, f"black for {float(run.length_s):.2f} s")
        for kind, runs in ((Defect.BLANK, self._blank.found), (Defect.FROZEN, self._stills.frozen.found)):
            for run in _few(runs):
                severity = _grade(rejected=run.length_s > _PART * end_s)
                yield _finding(kind, severity, run, f"{kind} for {float(run.length_s):.2f} s")
        for run in _few(self._flashes.found()):
            message = f"flashes over a quarter of the picture, up to {run.measure:g} in a second"
            yield _finding(Defect.FLASH, Severity.REJECT, run, message, run.measure)
        for at_s, change in self._cuts.found[:_MOST_OF_A_KIND]:
            message = f"a hard cut, luma changes by {change:.0f}"
            yield _finding(Defect.CUT, Severity.WARNING, Run(at_s, at_s), message, change)
        for run in _few(self._damaged.found):
            severity = _grade(rejected=self._damaged_pictures > _DAMAGED_SHARE * facts.frames)
            yield _finding(Defect.DAMAGED, severity, run, "pictures decoded from damaged data")
        yield from self._in_time(rhythm, end_s)

    def _in_time(self, rhythm: Rhythm, end_s: Fraction) -> Iterator[ClipFinding]:
        if rhythm.variable:
            shortest, longest = rhythm.variable
            message = f"variable frame rate: pictures last from {shortest * 1000:.0f} to {longest * 1000:.0f} ms"
            yield _finding(Defect.RHYTHM, Severity.WARNING, Run(Fraction(0), end_s), message, longest)
        for run in _few(rhythm.gaps):
            yield _finding(Defect.GAP, Severity.WARNING, run, f"{run.measure:.0f} pictures are missing", run.measure)
        for run in _few(rhythm.repeats):
            if any(run.start_s < still.end_s and still.start_s < run.end_s for still in self._stills.frozen.found):
                continue
            message = f"{run.measure:.0f} pictures repeat the one before"
            severity = Severity.INFO if rhythm.even_repeats or run.length_s < _STUCK_S else Severity.WARNING
            yield _finding(Defect.STUCK, severity, run, message, run.measure)


def check_clip(
    path: Path,
    expected: ClipExpectation = NOT_LOOKED_AT,
    limits: ClipLimits | None = None,
    *,
    on_progress: OnProgress = unheard,
    should_stop: ShouldStop = never,
) -> QualityReport:
    """Decode a clip and report on it, its sound included.

    Raises ``UnreadableError`` if there is nothing to see in it or most of it is damaged, ``CancelledError`` when told
    to stop.
    """
    watch = Watch(on_progress, should_stop)
    video = probe(path).video
    if video is None:
        raise UnreadableError(f"{path.name}: no pictures in it")
    check, decoding = ClipCheck(expected, limits), Decoding(path, video, watch)
    for number, _ in enumerate(decoding.pictures((check,)), 1):
        watch.check()
        watch.done(number)
    decoding.check()
    return check.report(path, watch=watch)


def _is_blank(frame: av.VideoFrame, luma: Luma) -> bool:
    return float(luma.std()) < _FLAT_LUMA and not is_black(luma) and is_one_colour(frame)


def _ordered(facts: ClipFacts, expected: ClipExpectation, *, several_sizes: bool) -> Iterator[ClipFinding]:
    """What differs from the order as a whole."""
    whole = Run(Fraction(0), Fraction(facts.duration_s))
    if expected.duration_s is not None:
        more_s = facts.duration_s - expected.duration_s
        if abs(more_s) > max(_DURATION_SLACK_S, 1.5 / max(facts.fps, 1.0)):
            short = facts.duration_s < _SHORT_SHARE * expected.duration_s
            severity = Severity.REJECT if short else Severity.INFO if more_s > 0 else Severity.WARNING
            message = f"{facts.duration_s:.2f} s long instead of {expected.duration_s:.2f} s"
            yield _finding(Defect.DURATION, severity, whole, message, more_s)
    if several_sizes:
        yield _finding(Defect.SIZE, Severity.WARNING, whole, "pictures of several sizes", 0)
    if expected.width is not None and expected.height is not None:
        ordered = (expected.width, expected.height)
        if (facts.width, facts.height) != ordered:
            ratio = facts.width / facts.height * expected.height / expected.width
            larger = facts.width * facts.height > expected.width * expected.height
            severity = Severity.INFO if larger else Severity.WARNING
            if abs(ratio - 1) > _SHAPE_SLACK:
                severity = Severity.REJECT
            message = f"{facts.width}x{facts.height} instead of {expected.width}x{expected.height}"
            yield _finding(Defect.SIZE, severity, whole, message, ratio)
    if expected.fps is not None and abs(facts.fps / expected.fps - 1) > _FPS_SLACK:
        severity = Severity.WARNING if facts.fps < expected.fps else Severity.INFO
        message = f"{facts.fps:g} pictures a second instead of {expected.fps:g}"
        yield _finding(Defect.FPS, severity, whole, message, facts.fps)


def _heard(heard: Heard | None, expected: ClipExpectation, end_s: Fraction) -> Iterator[ClipFinding]:
    whole = Run(Fraction(0), heard.end_s if heard else end_s)
    if heard is None or heard.is_silent:
        if expected.sound:
            kind, message = (Defect.SILENT, "silent throughout") if heard else (Defect.NO_SOUND, "there is no sound")
            yield _finding(kind, Severity.REJECT, whole, message)
        return
    for run in _few(heard.silences):
        severity = Severity.INFO if run.length_s < _PART * whole.end_s else Severity.WARNING
        yield _finding(Defect.SILENT, severity, run, f"silent for {float(run.length_s):.2f} s")
    for run in _few(heard.clipped):
        message = f"{run.measure:.0f} samples cut off at full scale"
        yield _finding(Defect.CLIPPING, Severity.WARNING, run, message, run.measure)
    if abs(heard.offset) > _OFFSET:
        yield _finding(Defect.OFFSET, Severity.WARNING, whole, f"a DC offset of {heard.offset:+.3f}", heard.offset)
    if heard.loudness_lufs < _FAINT_LUFS:
        message = f"hardly to be heard: {heard.loudness_lufs:.0f} LUFS"
        yield _finding(Defect.FAINT, Severity.WARNING, whole, message, heard.loudness_lufs)


def _few(runs: list[Run]) -> list[Run]:
    return runs[:_MOST_OF_A_KIND]


def _grade(*, rejected: bool) -> Severity:
    return Severity.REJECT if rejected else Severity.WARNING


def _finding(kind: Defect, severity: Severity, run: Run, message: str, measure: float | None = None) -> ClipFinding:
    """A finding over a run of time; without another measure, it is the run's length in seconds."""
    return ClipFinding(
        kind=kind,
        severity=severity,
        start_s=float(run.start_s),
        end_s=float(run.end_s),
        measure=float(run.length_s) if measure is None else measure,
        message=message,
    )
