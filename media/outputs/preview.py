"""One finished scene as fragments of a film that is still being made.

The pictures are the scene's own packets at their known place on the film's timeline. Its sound is encoded alone, and
still joins its neighbours' without a click: the samples in which the last packet of one scene overlaps with the first
of the next are silent in both, whatever either of them holds. Cuts are hard, and a composed score is missing until
the film is finished.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.audio.codeccontext import AudioCodecContext
from av.codec.context import Flags
from pydantic import Field

from film.model import Value
from media.outputs.clock import AAC_FRAME, SoundClock
from media.outputs.cmaf import Sample, Sounds, fragment, header
from media.outputs.codecs import codec_string
from media.outputs.tracks import picture_samples, picture_track
from media.profile import VideoProfile
from media.sound.audio import RATE, Sound, read_sound, silence
from media.sound.fades import CLICK, fade
from media.sound.limiter import MARGIN, limit
from media.sound.loudness import SILENT_LUFS, integrated_lufs
from media.sound.tracks import factor
from media.span import Span
from media.work import OnProgress, ShouldStop, Watch, finished, never, unheard

_VOICE_LUFS = -16.0
_PEAK_DBTP = -1.0
_BIT_RATE = 192_000
_PREROLL = 2


class SceneSound(Value):
    """A sound and when it starts in the film; a ``spoken`` one is brought to −16 LUFS before its gain."""

    path: Path
    start_s: float = Field(ge=0)
    gain_db: float = 0.0
    spoken: bool = False


class PreviewHeaders(Value):
    """The headers that all previews of one film share, and their codec strings."""

    picture: Path
    picture_codecs: str
    sound: Path
    sound_codecs: str


class ScenePreview(Value):
    """The two fragments of a scene and for how long each is seen and heard, exactly."""

    picture: Path
    picture_s: Fraction
    sound: Path
    sound_s: Fraction


def preview_headers(span: Span, picture_out: Path, sound_out: Path, *, profile: VideoProfile) -> PreviewHeaders:
    """Write what stands before the fragments; any finished scene of the film gives the same bytes.

    Raises ``ForeignPartError`` for a scene outside of the encoder contract.
    """
    track, sounds = picture_track(span, profile), Sounds(_encoder().extradata or b"", RATE)
    for out, content in ((picture_out, header(track)), (sound_out, header(sounds))):
        with finished(out) as unfinished:
            unfinished.write_bytes(content)
    return PreviewHeaders(
        picture=picture_out,
        picture_codecs=codec_string(track.codec, track.configuration),
        sound=sound_out,
        sound_codecs=codec_string("aac", sounds.configuration),
    )


def preview_fragment(
    span: Span,
    picture_out: Path,
    sound_out: Path,
    *,
    profile: VideoProfile,
    start: int,
    film_frames: int,
    sounds: Sequence[SceneSound] = (),
    on_progress: OnProgress = unheard,
    should_stop: ShouldStop = never,
) -> ScenePreview:
    """Write the fragments of one scene whose ``span`` begins at frame ``start`` of a film of ``film_frames``.

    Where the film will have a transition, leave out the scene's head: there is a hard cut instead. What is heard
    beyond the scene is cut off softly.
    Raises ``ForeignPartError`` for a part outside of the encoder contract or that lacks frames, ``UnreadableError``
    naming a file without sound, ``ValueError`` for a scene that is no part of the film.
    """
    end = start + span.frames
    if not 0 <= start < end <= film_frames or span.frames < 2:
        raise ValueError(f"{span.path.name}: frames {start} to {end} of a film of {film_frames}")
    watch = Watch(on_progress, should_stop)
    samples = []
    for done, sample in enumerate(picture_samples([span], profile), 1):
        watch.check()
        samples.append(sample)
        watch.done(done)
    clock = SoundClock(film_frames, profile.fps)
    first, last = clock.packet_at(start), clock.packet_at(end)
    heard = _heard(first, last, clock, sounds, watch)
    packets = [Sample(data, clock.duration(number)) for number, data in _encoded(heard, first, last)]
    with finished(picture_out) as unfinished:
        unfinished.write_bytes(fragment(samples, decode_time=start * samples[0].duration, number=start + 1))
    with finished(sound_out) as unfinished:
        unfinished.write_bytes(fragment(packets, decode_time=first * AAC_FRAME, number=first + 1))
    return ScenePreview(
        picture=picture_out,
        picture_s=span.frames * profile.time_base,
        sound=sound_out,
        sound_s=clock.heard_s(first, last),
    )


def _heard(
    first: int,
    last: int,
    clock: SoundClock,
    sounds: Sequence[SceneSound],
    watch: Watch,
) -> Sound:
    """The samples from packet ``first`` on that only this scene's packets carry, softened at both ends."""
    begin, end = (first + 1) * AAC_FRAME, min(last * AAC_FRAME, clock.samples)
    total = silence(max(0, end - begin))
    for item in sounds:
        watch.check()
        at = round(item.start_s * RATE)
        if at >= end:
            continue
        sound = read_sound(item.path, limit_s=(end - at) / RATE)[max(0, begin - at) :]
        loudness = integrated_lufs(sound) if item.spoken else SILENT_LUFS
        gain_db = item.gain_db + (_VOICE_LUFS - loudness if loudness > SILENT_LUFS else 0.0)
        into = max(0, at - begin)
        total[into : into + len(sound)] += _soft(sound) * factor(gain_db)
    margin = silence(MARGIN)
    return _soft(limit(np.concatenate((margin, total, margin)), _PEAK_DBTP))


def _encoded(sound: Sound, first: int, last: int) -> Iterator[tuple[int, bytes]]:
    """Packets ``first`` up to ``last`` of ``sound``, which begins one packet after the first of them."""
    lead = (_PREROLL + 1) * AAC_FRAME
    samples = silence((last - first + _PREROLL + 1) * AAC_FRAME)
    samples[lead : lead + len(sound)] = sound
    encoder = _encoder()
    begin = first - _PREROLL
    packets = []
    for start in range(0, len(samples), AAC_FRAME):
        piece = np.ascontiguousarray(samples[start : start + AAC_FRAME].T)
        frame = av.AudioFrame.from_ndarray(piece, format="fltp", layout="stereo")
        frame.sample_rate, frame.pts, frame.time_base = RATE, begin * AAC_FRAME + start, Fraction(1, RATE)
        packets += encoder.encode(frame)
    packets += encoder.encode(None)
    for packet in packets:
        number = (packet.pts or 0) // AAC_FRAME
        if first <= number < last:
            yield number, bytes(packet)


def _encoder() -> AudioCodecContext:
    encoder = av.CodecContext.create("aac", "w")
    assert isinstance(encoder, AudioCodecContext)
    encoder.sample_rate, encoder.layout, encoder.format = RATE, "stereo", "fltp"
    encoder.bit_rate, encoder.time_base, encoder.thread_count = _BIT_RATE, Fraction(1, RATE), 1
    encoder.flags |= Flags.global_header
    encoder.open()
    return encoder


def _soft(sound: Sound) -> Sound:
    """A copy without clicks at its ends."""
    softened = sound.copy()
    fade(softened, 0, len(softened), CLICK, CLICK)
    return softened
