"""The three tracks of a film's sound, block by block: narration, music that ducks under it, the sound of clips."""

from dataclasses import dataclass, field

import numpy as np

from film.mix import Ducking
from media.errors import UnreadableError
from media.sound.audio import RATE, Sound, silence
from media.sound.ducking import Spans, duck_gain, joined, speech_spans
from media.sound.fades import fade
from media.sound.loudness import SILENT_LUFS, LoudnessMeter
from media.sound.music import Bed
from media.sound.plan import MixPlan, MusicBed, Piece, SoundItem
from media.sound.wave import Decoded, Wave
from media.work import Watch

_GAIN_STEPS_PER_DB = 10
_MAX_GAIN_DB = 40.0
_SHORTEST = RATE // 2


@dataclass(frozen=True)
class Placed:
    """``samples`` of ``wave`` from its sample ``begin``, heard from sample ``start`` of the film."""

    wave: Wave
    begin: int
    start: int
    samples: int
    gain: float
    rise: int
    fall: int

    def add_to(self, track: Sound, first: int) -> None:
        """Add what is heard of it to the block of a track that begins at sample ``first``."""
        begin, end = max(self.start, first), min(self.start + self.samples, first + len(track))
        if begin >= end:
            return
        offset = begin - self.start
        sound = self.wave.read(self.begin + offset, self.begin + end - self.start)
        sound *= np.float32(self.gain)
        fade(sound, offset, self.samples, self.rise, self.fall)
        track[begin - first : end - first] += sound


@dataclass(frozen=True)
class Tracks:
    """All that is heard in a film of ``samples``; ``missing`` names optional files without sound."""

    samples: int
    narration: tuple[Placed, ...]
    music: Bed | None
    clips: tuple[Placed, ...]
    spans: Spans
    ducking: Ducking
    missing: tuple[str, ...]

    def read(self, first: int, last: int) -> tuple[Sound, Sound, Sound]:
        """Samples ``first`` up to ``last`` of narration, music and clips; silence outside of the film."""
        begin, end = max(first, 0), min(last, self.samples)
        tracks = (silence(last - first), silence(last - first), silence(last - first))
        if begin >= end:
            return tracks
        narration, music, clips = (track[begin - first : end - first] for track in tracks)
        for item in self.narration:
            item.add_to(narration, begin)
        for item in self.clips:
            item.add_to(clips, begin)
        if self.music is not None:
            music += self.music.read(begin, end)
            gain = duck_gain(self.spans, begin, end, self.ducking)
            if gain is not None:
                music *= gain[:, None]
        return tracks

    def total(self, first: int, last: int) -> Sound:
        """Samples ``first`` up to ``last`` of all together."""
        narration, music, clips = self.read(first, last)
        narration += music
        narration += clips
        return narration


def lay(plan: MixPlan, decoded: Decoded, watch: Watch) -> Tracks:
    """Decode what a plan names and bring each piece to its own loudness.

    Raises ``UnreadableError`` naming a file without sound that is not optional.
    """
    layer = _Layer(plan, decoded, watch)
    settings = plan.settings
    narration = [layer.place(item, settings.voice_lufs, speaks=True) for item in plan.narration]
    clips = [layer.place(item, settings.clips_lufs, speaks=False) for item in plan.clips]
    return Tracks(
        samples=plan.samples,
        narration=tuple(placed for placed in narration if placed),
        music=layer.bed(plan.music) if plan.music else None,
        clips=tuple(placed for placed in clips if placed),
        spans=joined(layer.spans, settings.ducking.hold_s),
        ducking=settings.ducking,
        missing=tuple(dict.fromkeys(layer.missing)),
    )


def quantised(gain_db: float) -> float:
    """A gain in tenths of a decibel, 40 dB at most, so that what hardly changed is raised as before."""
    return float(np.clip(round(gain_db * _GAIN_STEPS_PER_DB) / _GAIN_STEPS_PER_DB, -_MAX_GAIN_DB, _MAX_GAIN_DB))


def factor(gain_db: float) -> float:
    """A gain as what samples are multiplied with."""
    return float(10 ** (gain_db / 20))


@dataclass
class _Layer:
    plan: MixPlan
    decoded: Decoded
    watch: Watch
    spans: list[tuple[float, float]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def place(self, item: SoundItem, lufs: float | None, *, speaks: bool) -> Placed | None:
        start = round(item.start_s * RATE)
        room = self.plan.samples - start
        wave = self._wave(item, room) if room > 0 else None
        if wave is None:
            return None
        begin, end = _cut(item, wave)
        if speaks:
            self.spans += self._spoken(item, wave, begin, end)
        return Placed(
            wave=wave,
            begin=begin,
            start=start,
            samples=min(end - begin, room),
            gain=factor(item.gain_db + self._levelling_db(wave, begin, end, lufs)),
            rise=round(item.fade_in_s * RATE),
            fall=round(item.fade_out_s * RATE),
        )

    def bed(self, music: MusicBed) -> Bed | None:
        settings = self.plan.settings
        crossfade = round(settings.music_crossfade_s * RATE)
        wave = self._wave(music, self.plan.samples + crossfade)
        if wave is None:
            return None
        begin, end = _cut(music, wave)
        return Bed(
            wave=wave,
            begin=begin,
            end=end,
            samples=self.plan.samples,
            gain=factor(music.gain_db + self._levelling_db(wave, begin, end, settings.music_lufs)),
            rise=round(settings.music_fade_in_s * RATE),
            fall=round(settings.music_fade_out_s * RATE),
            crossfade=crossfade,
        )

    def _wave(self, piece: Piece, samples: int) -> Wave | None:
        self.watch.check()
        try:
            return self.decoded.wave(piece.path, limit_s=piece.in_s + samples / RATE, watch=self.watch)
        except UnreadableError:
            if not piece.optional:
                raise
            self.missing.append(piece.path.name)
            return None

    def _levelling_db(self, wave: Wave, begin: int, end: int, lufs: float | None) -> float:
        if lufs is None or begin >= end:
            return 0.0
        meter = LoudnessMeter()
        # A single word is shorter than the 400 ms that loudness is defined for: it is measured as if repeated.
        for _ in range(max(1, -(-_SHORTEST // (end - begin)))):
            for block in wave.blocks(begin, end):
                self.watch.check()
                meter.add(block)
        measured = meter.integrated_lufs()
        return quantised(lufs - measured) if measured > SILENT_LUFS else 0.0

    def _spoken(self, item: SoundItem, wave: Wave, begin: int, end: int) -> list[tuple[float, float]]:
        in_s, out_s = begin / RATE, end / RATE
        if item.spoken is None:
            return speech_spans(wave.blocks(begin, end), item.start_s)
        heard = [(max(first, in_s), min(last, out_s)) for first, last in item.spoken]
        return [(item.start_s + a - in_s, item.start_s + b - in_s) for a, b in heard if a < b]


def _cut(piece: Piece, wave: Wave) -> tuple[int, int]:
    begin = min(round(piece.in_s * RATE), wave.samples)
    end = wave.samples if piece.out_s is None else min(round(piece.out_s * RATE), wave.samples)
    return begin, max(begin, end)
