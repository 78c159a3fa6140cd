"""The picture crew: draws stills and clips, sets pictures in motion and lips to voices."""

import contextlib
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray
from pydantic import JsonValue

from planner.shot import Shot
from previz.art.actors import create
from previz.art.clip import Stopped, write_clip
from previz.art.layer import Look
from previz.art.light import palette_for
from previz.art.stage import Stage
from previz.art.still import write_still
from previz.server.crew.control import Control, NotOurCraftError
from previz.server.crew.ken_burns import write_move_over
from previz.server.crew.marks import MARK_KEY, png_shot, shot_mark, spoken_phonemes, video_mark
from previz.server.crew.tasks import (
    AnimatePicture,
    ClipSpec,
    DrawClip,
    DrawStill,
    SyncLips,
    Task,
    UnusableInputError,
)
from previz.sound.visemes import mouth_curve, mouth_curve_from_audio
from previz.sound.wav import MalformedWav, Sound, read_wav

_ENVELOPE_RATE = 24_000
_NO_FACE = "no drawn face found: the video is not a previz clip of someone who can speak"


class PictureCraft:
    """Draws with the scene kit."""

    def __init__(self, control: Control) -> None:
        self._control = control

    def warm(self) -> None:
        """Nothing to load: importing the scene kit was all."""

    def do(self, task: Task) -> JsonValue:
        """See ``Craft.do``."""
        with contextlib.suppress(Stopped):
            self._draw_up(task)
        return None

    def _draw_up(self, task: Task) -> None:
        match task:
            case DrawStill():
                mark = {MARK_KEY: shot_mark(task.shot)}
                write_still(task.shot, task.path, width_px=task.width_px, height_px=task.height_px, metadata=mark)
            case DrawClip():
                self._draw(task.shot, task.clip)
            case AnimatePicture():
                self._animate(task)
            case SyncLips():
                self._sync(task)
            case _:
                raise NotOurCraftError(task)

    def _draw(self, shot: Shot, clip: ClipSpec, mouth: Sequence[float] | None = None) -> None:
        write_clip(
            shot,
            clip.path,
            width_px=clip.width_px,
            height_px=clip.height_px,
            fps=clip.fps,
            frames=clip.frames,
            gop_frames=clip.gop_frames,
            mouth=mouth,
            metadata={"comment": shot_mark(shot, gop_frames=clip.gop_frames)},
            on_progress=lambda done: self._control.on_progress(done, clip.frames),
            should_stop=self._control.should_stop,
        )

    def _animate(self, task: AnimatePicture) -> None:
        """Draw a picture of ours again in motion; move the camera over any other.

        The prompt may change a drawing's camera, nothing else: what is seen must stay what the picture shows.
        """
        shot = png_shot(task.picture)
        if shot is None:
            write_move_over(task.picture, task.camera, task.clip, self._control)
        else:
            self._draw(shot.model_copy(update={"camera": task.camera}), task.clip)

    def _sync(self, task: SyncLips) -> None:
        """The mouth follows the phonemes our voice wrote into the WAV, the voice in a song, or else the loudness."""
        shot, gop_frames = video_mark(task.video)
        if shot is None or not _can_speak(shot):
            raise UnusableInputError(_NO_FACE)
        clip = _spec_of(task.video, task.path, gop_frames or 12)
        sound = _sound_of(task.audio)
        if phonemes := spoken_phonemes(sound.comment):
            mouth = mouth_curve(phonemes, fps=clip.fps, frames=clip.frames, offset_s=task.offset_s)
        else:
            lead = np.zeros((round(task.offset_s * sound.rate), *sound.samples.shape[1:]), np.float32)
            samples = np.concatenate([lead, sound.samples])
            mouth = _mouth_by_ear(samples, sound.rate, clip)
        self._draw(shot, clip, mouth)


def _mouth_by_ear(samples: NDArray[np.float32], rate: int, clip: ClipSpec) -> list[float]:
    """Openness of the mouth by the voice in a song, or by the loudness of what is no song."""
    from previz.sound.singing import is_accompanied, mouth_curve_from_song  # noqa: PLC0415 - few draw a singer

    follow = mouth_curve_from_song if is_accompanied(samples, rate) else mouth_curve_from_audio
    return follow(samples, rate, fps=clip.fps, frames=clip.frames)


def _can_speak(shot: Shot) -> bool:
    """Whether the subject is drawn with a mouth."""
    if not shot.actors:
        return False
    look = Look(Stage(1920, 1080), palette_for(shot), shot, np.random.default_rng(shot.seed))
    return create(shot.actors[0], look).has_mouth


def _sound_of(audio: Path) -> Sound:
    """The sound of a WAV of ours with its comment, or of any file FFmpeg can decode, mixed to mono."""
    try:
        return read_wav(audio)
    except MalformedWav:
        pass
    pieces: list[NDArray[np.float32]] = []
    resampler = av.AudioResampler(format="flt", layout="mono", rate=_ENVELOPE_RATE)
    try:
        with av.open(str(audio)) as container:
            for frame in container.decode(audio=0):
                pieces += [out.to_ndarray().ravel().astype(np.float32) for out in resampler.resample(frame)]
            pieces += [out.to_ndarray().ravel().astype(np.float32) for out in resampler.resample(None)]
    except (av.error.FFmpegError, IndexError) as error:
        raise UnusableInputError("the audio cannot be read") from error
    if not pieces:
        raise UnusableInputError("the audio holds no sound")
    return Sound(np.concatenate(pieces), _ENVELOPE_RATE, None)


def _spec_of(video: Path, path: Path, gop_frames: int) -> ClipSpec:
    """Size, rate and length of a clip of ours."""
    try:
        with av.open(str(video)) as container:
            stream = container.streams.video[0]
            return ClipSpec(
                path=path,
                width_px=stream.codec_context.width,
                height_px=stream.codec_context.height,
                fps=round(stream.average_rate or Fraction(24)),
                frames=stream.frames,
                gop_frames=gop_frames,
            )
    except (av.error.FFmpegError, IndexError) as error:
        raise UnusableInputError("the video cannot be read") from error


craft = PictureCraft
