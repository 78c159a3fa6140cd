"""The sound of a film: narration, music that ducks under it, and the sound of clips, at broadcast loudness."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from media.sound.audio import RATE, Sound, SoundFormat, sound_file
from media.sound.limiter import MARGIN, limit
from media.sound.loudness import SILENT_LUFS, LoudnessMeter
from media.sound.peaks import REACH, decibels, true_peaks
from media.sound.plan import MixPlan, MixReport
from media.sound.stems import write_stems
from media.sound.tracks import Tracks, factor, lay, quantised
from media.sound.wave import Decoded
from media.work import OnProgress, ShouldStop, Watch, never, scratch_beside, unheard

_BLOCK = 10 * RATE
_CELL = RATE // 10
_LIMITED_AT_ONCE = RATE
_LIMITER_MARGIN_DB = 0.2
_PASSES = 4
_TOLERANCE_LU = 0.2


def mix(
    plan: MixPlan,
    out: Path,
    *,
    kind: SoundFormat = SoundFormat.WAV,
    stems: Path | None = None,
    stem_kind: SoundFormat = SoundFormat.FLAC24,
    decoded: Path | None = None,
    on_progress: OnProgress = unheard,
    should_stop: ShouldStop = never,
) -> MixReport:
    """Mix at 48 kHz in stereo, exactly as long as the film. Parts that the plan lacks are silence.

    ``stems`` is a folder for narration, music and clips; ``decoded`` one in which decoded sources stay for the next
    mix, otherwise they are dropped. Memory does not grow with the film.
    Raises ``UnreadableError`` naming a file without sound that is not optional, ``CancelledError`` when told to stop.
    """
    watch = Watch(on_progress, should_stop)
    watch.check()
    with scratch_beside(out) as scratch:
        tracks = lay(plan, Decoded(decoded or scratch), watch)
        raw = _listen(plan, tracks, watch)
        work = scratch / f"mix{kind.suffix}"
        master = _master(plan, tracks, raw, work, kind, watch)
        kept = None
        if stems is not None:
            kept = write_stems(tracks, stems, stem_kind, raw.stem_peak, master.gain_db, watch)
        work.replace(out)
    return MixReport(
        path=out,
        samples=plan.samples,
        loudness_lufs=master.loudness_lufs,
        true_peak_dbtp=master.true_peak_dbtp,
        gain_db=master.gain_db,
        limited=master.limited,
        missing=tracks.missing,
        stems=kept,
    )


@dataclass(frozen=True)
class _Raw:
    """The sum of all tracks as it was heard once: loudness, true peak of each 100 ms, the highest sample of a track."""

    meter: LoudnessMeter
    cells: NDArray[np.float32]
    stem_peak: float

    @property
    def peak(self) -> float:
        return float(self.cells.max(initial=0.0))


@dataclass(frozen=True)
class _Master:
    gain_db: float
    loudness_lufs: float
    true_peak_dbtp: float
    limited: bool


def _listen(plan: MixPlan, tracks: Tracks, watch: Watch) -> _Raw:
    meter, cells, stem_peak = LoudnessMeter(), [], 0.0
    for first, last in _blocks(plan.samples):
        watch.check()
        parts = tracks.read(first - REACH, last + REACH)
        stem_peak = max(stem_peak, *(float(np.abs(part).max()) for part in parts))
        total = parts[0] + parts[1] + parts[2]
        cells.append(np.maximum.reduceat(true_peaks(total), range(0, last - first, _CELL)))
        meter.add(total[REACH:-REACH])
        watch.done(plan.frames * last // plan.samples // 2)
    return _Raw(meter, np.concatenate(cells), stem_peak)


def _master(plan: MixPlan, tracks: Tracks, raw: _Raw, out: Path, kind: SoundFormat, watch: Watch) -> _Master:
    """Write the film's sound at its loudness by one gain in tenths of a decibel, limited only if peaks demand it.

    What a limiter takes away is not known before: it is measured and given back, until it is right.
    """
    target = plan.settings.loudness_lufs
    gain_db = _first_gain_db(plan, raw)
    for attempt in range(_PASSES):
        master = _write(plan, tracks, raw, gain_db, out, kind, watch)
        missing = target - master.loudness_lufs
        if not master.limited or abs(missing) <= _TOLERANCE_LU or attempt == _PASSES - 1:
            break
        better = quantised(gain_db + missing)
        if better == gain_db:
            break
        gain_db = better
    return master


def _first_gain_db(plan: MixPlan, raw: _Raw) -> float:
    measured, before = raw.meter.integrated_lufs(), plan.gain_before_db
    if measured <= SILENT_LUFS:
        return 0.0
    missing = plan.settings.loudness_lufs - measured
    if before is None:
        return quantised(missing)
    would_limit = decibels(raw.peak) + before > plan.settings.peak_dbtp
    if would_limit or abs(missing - before) <= _TOLERANCE_LU:
        return quantised(before)
    return quantised(missing)


def _write(
    plan: MixPlan, tracks: Tracks, raw: _Raw, gain_db: float, out: Path, kind: SoundFormat, watch: Watch
) -> _Master:
    limited = decibels(raw.peak) + gain_db > plan.settings.peak_dbtp
    meter = LoudnessMeter(peaks=limited)
    gain = np.float32(factor(gain_db))
    with sound_file(out, kind) as write:
        for first, last in _blocks(plan.samples):
            watch.check()
            if limited:
                block = _limited(tracks, raw, gain, first, last, plan.settings.peak_dbtp - _LIMITER_MARGIN_DB)
            else:
                block = tracks.total(first, last) * gain
            meter.add(block)
            write(block)
            watch.done(plan.frames * (plan.samples + last) // plan.samples // 2)
    return _Master(
        gain_db=gain_db,
        loudness_lufs=meter.integrated_lufs(),
        # One gain raises the peaks by itself; only what a limiter left of them has to be looked for again.
        true_peak_dbtp=meter.true_peak_dbtp if limited else decibels(raw.peak * float(gain)),
        limited=limited,
    )


def _limited(tracks: Tracks, raw: _Raw, gain: np.float32, first: int, last: int, ceiling_dbtp: float) -> Sound:
    sound = tracks.total(first - MARGIN, last + MARGIN) * gain
    limited = sound[MARGIN:-MARGIN].copy()
    for start in range(0, last - first, _LIMITED_AT_ONCE):
        stop = min(start + _LIMITED_AT_ONCE, last - first)
        near = raw.cells[max(0, first + start - MARGIN) // _CELL : (first + stop + MARGIN) // _CELL + 1]
        if decibels(float(near.max() * gain)) > ceiling_dbtp:
            limited[start:stop] = limit(sound[start : stop + 2 * MARGIN], ceiling_dbtp)
    return limited


def _blocks(samples: int) -> Iterator[tuple[int, int]]:
    for first in range(0, samples, _BLOCK):
        yield first, min(first + _BLOCK, samples)
