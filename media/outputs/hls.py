"""A finished film as HLS (CMAF): its own packets in fragments of some seconds, nothing encoded.

Pictures and sound are renditions of their own. Picture fragments begin with an IDR picture, sound fragments with the
first AAC packet of that time; both are cut where neighbouring parts of the film make a few seconds together.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise
from pathlib import Path

from film.model import Value
from film.playlist import Fragment, PictureSize, Rendition, master_playlist, media_playlist
from media.outputs.clock import AAC_FRAME, SoundClock
from media.outputs.cmaf import Sample, fragment, header
from media.outputs.codecs import codec_string
from media.outputs.tracks import picture_samples, picture_track, sound_samples, sound_track
from media.profile import VideoProfile
from media.span import Span
from media.work import OnProgress, ShouldStop, Watch, never, scratch_beside, unheard

MASTER = "master.m3u8"
PICTURE_LIST, SOUND_LIST = "video.m3u8", "audio.m3u8"
PICTURE_INIT, SOUND_INIT = "video-init.mp4", "audio-init.mp4"
_AIM_S = 4
_LEAST_S = 2


class HlsFilm(Value):
    """A folder with a film in it; the addresses of its renditions are names of files in the folder."""

    folder: Path
    picture: Rendition
    sound: Rendition
    size: PictureSize


def write_hls(
    spans: Sequence[Span],
    audio: Path,
    folder: Path,
    *,
    profile: VideoProfile,
    on_progress: OnProgress = unheard,
    should_stop: ShouldStop = never,
) -> HlsFilm:
    """Write headers, fragments and playlists to ``folder``, which must not exist and appears whole or not at all.

    ``audio`` is the film's AAC track: 48 kHz stereo with packets at samples -1024, 0, 1024 … Raises
    ``ForeignPartError`` for a part outside of the encoder contract or another kind of sound, ``ValueError`` for no
    parts, ``FileExistsError`` for a folder that is there.
    """
    if not spans:
        raise ValueError("a film has at least one part")
    if folder.exists():
        raise FileExistsError(folder)
    frames = sum(span.frames for span in spans)
    watch = Watch(on_progress, should_stop)
    with scratch_beside(folder) as scratch:
        unfinished = scratch / "hls"
        unfinished.mkdir()
        picture, starts = _write_pictures(spans, unfinished, profile, frames, watch)
        sound = _write_sound(audio, unfinished, SoundClock(frames, profile.fps), [*starts, frames], watch)
        size = PictureSize(width=profile.width, height=profile.height, fps=profile.fps)
        (unfinished / PICTURE_LIST).write_text(media_playlist(picture))
        (unfinished / SOUND_LIST).write_text(media_playlist(sound))
        (unfinished / MASTER).write_text(master_playlist(picture, PICTURE_LIST, size, sound, SOUND_LIST))
        unfinished.replace(folder)
    return HlsFilm(folder=folder, picture=picture, sound=sound, size=size)


def _write_pictures(
    spans: Sequence[Span], folder: Path, profile: VideoProfile, frames: int, watch: Watch
) -> tuple[Rendition, list[int]]:
    """The picture rendition and the film frame that each of its fragments begins with."""
    track = picture_track(spans[0], profile)
    (folder / PICTURE_INIT).write_bytes(header(track))
    fragments: list[Fragment] = []
    starts: list[int] = []
    first = 0
    for samples in gathered(picture_samples(spans, profile), frames, profile.fps, watch):
        starts.append(first)
        data = fragment(samples, decode_time=first * samples[0].duration, number=first + 1)
        name = f"video-{len(fragments):05d}.m4s"
        (folder / name).write_bytes(data)
        fragments.append(Fragment(uri=name, duration_s=len(samples) * profile.time_base, size_bytes=len(data)))
        first += len(samples)
    codecs = codec_string(track.codec, track.configuration)
    return Rendition(init_uri=PICTURE_INIT, codecs=codecs, fragments=tuple(fragments)), starts


def gathered(samples: Iterable[Sample], frames: int, fps: int, watch: Watch) -> Iterator[list[Sample]]:
    """Runs of samples that begin with a keyframe: closed at the first keyframe after four seconds, unless what would
    remain of the film's ``frames`` is a scrap.
    """
    run: list[Sample] = []
    for done, sample in enumerate(samples):
        watch.check()
        if sample.keyframe and len(run) >= _AIM_S * fps and frames - done >= _LEAST_S * fps:
            yield run
            run = []
        run.append(sample)
        watch.done(done + 1)
    yield run


def _write_sound(audio: Path, folder: Path, clock: SoundClock, bounds: Sequence[int], watch: Watch) -> Rendition:
    track = sound_track(audio)
    (folder / SOUND_INIT).write_bytes(header(track))
    samples = sound_samples(audio, clock)
    fragments: list[Fragment] = []
    for start, end in pairwise(clock.packet_at(frame) for frame in bounds):
        watch.check()
        data = fragment(list(islice(samples, end - start)), decode_time=start * AAC_FRAME, number=start + 1)
        name = f"audio-{len(fragments):05d}.m4s"
        (folder / name).write_bytes(data)
        fragments.append(Fragment(uri=name, duration_s=clock.heard_s(start, end), size_bytes=len(data)))
    codecs = codec_string("aac", track.configuration)
    return Rendition(init_uri=SOUND_INIT, codecs=codecs, fragments=tuple(fragments))
