"""The sound of a film: narration, music that ducks under it, and the sound of clips, at broadcast loudness."""

from pathlib import Path

from pydantic import Field

from film.model import Value
from media.sound.audio import RATE, Sound, read_sound, silence, write_wav
from media.sound.ducking import Ducking, duck_gain, speech_spans
from media.sound.limiter import limit
from media.sound.loudness import SILENT_LUFS, integrated_lufs, true_peak_dbtp
from media.sound.music import bed, soften
from media.work import ShouldStop, Watch, never

_LIMITER_MARGIN_DB = 0.2
_GAIN_STEPS_PER_DB = 10
_MAX_GAIN_DB = 40.0
_PASSES = 4
_TOLERANCE_LU = 0.2


class SoundItem(Value):
    """A piece of sound and where in the film it starts; what reaches beyond the film's end is cut."""

    path: Path
    start_s: float = Field(ge=0)
    gain_db: float = 0.0


class MusicBed(Value):
    """Music under the whole film."""

    path: Path
    gain_db: float = 0.0
    fade_in_s: float = Field(default=0.6, ge=0)
    fade_out_s: float = Field(default=2.0, ge=0)
    crossfade_s: float = Field(default=1.5, ge=0)


class MixPlan(Value):
    """What is heard, and how long the film is, in frames.

    Voice and music are first brought to ``voice_lufs`` and ``music_lufs``, whatever the models delivered, so that
    gains are relative to a known balance; then the whole to ``loudness_lufs`` with true peaks below ``peak_dbtp``.
    """

    frames: int = Field(ge=1)
    fps: int = Field(ge=1)
    narration: tuple[SoundItem, ...] = ()
    music: MusicBed | None = None
    clips: tuple[SoundItem, ...] = ()
    ducking: Ducking = Ducking()
    voice_lufs: float = -16.0
    music_lufs: float = -19.0
    loudness_lufs: float = -14.0
    peak_dbtp: float = -1.0

    @property
    def samples(self) -> int:
        """The film's length in samples at 48 kHz."""
        return round(self.frames * RATE / self.fps)


class MixReport(Value):
    """What came out, measured. A silent mix has ``SILENT_LUFS`` and no gain."""

    path: Path
    samples: int
    loudness_lufs: float
    true_peak_dbtp: float
    gain_db: float
    limited: bool

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return self.samples / RATE


def mix(plan: MixPlan, out_wav: Path, *, should_stop: ShouldStop = never) -> MixReport:
    """Mix to 48 kHz stereo float WAV, exactly as long as the film. Parts that the plan lacks are silence.

    Raises ``UnreadableError`` naming a file without sound, ``CancelledError`` when told to stop.
    """
    watch = Watch(should_stop=should_stop)
    voice, spans = _voice(plan, watch)
    total = voice
    watch.check()
    if plan.music is not None:
        total += _music(plan, plan.music) * duck_gain(spans, plan.samples, plan.ducking)[:, None]
    for item in plan.clips:
        watch.check()
        _add(total, item, read_sound(item.path, limit_s=plan.samples / RATE))
    watch.check()
    finished, gain_db, limited = master(total, plan.loudness_lufs, plan.peak_dbtp)
    watch.check()
    write_wav(out_wav, finished)
    return MixReport(
        path=out_wav,
        samples=len(finished),
        loudness_lufs=integrated_lufs(finished),
        true_peak_dbtp=true_peak_dbtp(finished),
        gain_db=gain_db,
        limited=limited,
    )


def master(sound: Sound, loudness_lufs: float, peak_dbtp: float) -> tuple[Sound, float, bool]:
    """Bring a mix to a loudness by one gain in tenths of a decibel, limiting only if peaks demand it.

    Returns the sound, the gain in dB and whether it was limited. A small edit keeps the gain of the cut before.
    """
    measured = integrated_lufs(sound)
    if measured <= SILENT_LUFS:
        return sound, 0.0, False
    peak = true_peak_dbtp(sound)
    gain_db = _quantised(loudness_lufs - measured)
    if peak + gain_db <= peak_dbtp:
        return sound * _factor(gain_db), gain_db, False
    for _ in range(_PASSES):
        limited = limit(sound * _factor(gain_db), peak_dbtp - _LIMITER_MARGIN_DB)
        missing = loudness_lufs - integrated_lufs(limited)
        if abs(missing) <= _TOLERANCE_LU or gain_db >= _MAX_GAIN_DB:
            break
        gain_db = _quantised(gain_db + missing)
    return limited, gain_db, True


def _voice(plan: MixPlan, watch: Watch) -> tuple[Sound, list[tuple[float, float]]]:
    voice = silence(plan.samples)
    spans: list[tuple[float, float]] = []
    for item in plan.narration:
        watch.check()
        line = read_sound(item.path, limit_s=plan.samples / RATE)
        spans += speech_spans(line, item.start_s)
        _add(voice, item, line)
    return _levelled(voice, plan.voice_lufs), spans


def _music(plan: MixPlan, music: MusicBed) -> Sound:
    track = read_sound(music.path, limit_s=plan.samples / RATE + music.crossfade_s)
    return bed(
        _levelled(track, plan.music_lufs + music.gain_db),
        plan.samples,
        fade_in_s=music.fade_in_s,
        fade_out_s=music.fade_out_s,
        crossfade_s=music.crossfade_s,
    )


def _add(total: Sound, item: SoundItem, sound: Sound) -> None:
    first = round(item.start_s * RATE)
    heard = soften(sound[: max(0, len(total) - first)])
    total[first : first + len(heard)] += heard * _factor(item.gain_db)


def _levelled(sound: Sound, lufs: float) -> Sound:
    measured = integrated_lufs(sound)
    return sound if measured <= SILENT_LUFS else sound * _factor(lufs - measured)


def _factor(gain_db: float) -> float:
    return float(10 ** (gain_db / 20))


def _quantised(gain_db: float) -> float:
    return min(_MAX_GAIN_DB, round(gain_db * _GAIN_STEPS_PER_DB) / _GAIN_STEPS_PER_DB)
