"""The same film by our engine, in a process of its own: ``python -m benchmarks.engine.reelwright_film JOB OUT STORE``.

Prints what was encoded and what was copied, as JSON. Parts and sound track are kept in STORE by what decides them.
"""

import json
import sys
from functools import partial
from itertools import repeat
from pathlib import Path

import cv2
import numpy as np

from benchmarks.engine.job import CAPTION_FRAMES, Job
from benchmarks.engine.material import Shot
from benchmarks.engine.scale import CRF, FADE_FRAMES, FPS, PRESET, SCENE_FRAMES
from film.joints import Joint, TransitionKind
from film.model import Value
from media.cut import Cut, Scene
from media.parts import PartStore, part_name
from media.picture.fit import Fit
from media.picture.overlay import Overlay
from media.profile import VideoProfile
from media.render import render
from media.work import scratch_beside

_WORKERS = 1


class _SoundFacts(Value):
    """Everything that decides the sound of these films."""

    music: str
    frames: int
    fps: int


def make(job: Job, out: Path, parts: PartStore) -> dict[str, int]:
    """Render ``job``; returns the numbers of frames encoded and packets copied."""
    fade = Joint(kind=TransitionKind.FADE, frames=FADE_FRAMES)
    cut = Cut(
        scenes=[_scene(job, shot, parts) for shot in job.scenes],
        joints=list(repeat(fade, len(job.scenes) - 1)),
        sound=partial(_sound, job, parts),
    )
    profile = VideoProfile(width=job.size.width, height=job.size.height, fps=FPS, preset=PRESET, crf=CRF)
    made = render(cut, out, profile=profile, parts=parts, workers=_WORKERS)
    return {"frames_encoded": made.frames_encoded, "packets_copied": made.film.packets_copied}


def _scene(job: Job, shot: Shot, parts: PartStore) -> Scene:
    return Scene(
        clip=shot.clip,
        frames=SCENE_FRAMES,
        fit=Fit.CONTAIN,
        overlays=[_caption(job, shot.caption)],
        overlays_digest=parts.digest(shot.caption),
    )


def _caption(job: Job, path: Path) -> Overlay:
    image = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    if image is None:
        raise FileNotFoundError(path)
    rgba = np.asarray(cv2.cvtColor(image, cv2.COLOR_BGRA2RGBA), np.uint8)
    x, y = job.caption_corner(rgba.shape[1], rgba.shape[0])
    return Overlay(rgba, x, y, *CAPTION_FRAMES, fade_frames=0)


def _sound(job: Job, parts: PartStore) -> Path:
    facts = _SoundFacts(music=parts.digest(job.music), frames=job.frames, fps=FPS)

    def mixed(path: Path) -> None:
        # Whoever finds the track in the store never mixes.
        from media.sound.aac import encode_track  # noqa: PLC0415
        from media.sound.mix import mix  # noqa: PLC0415
        from media.sound.plan import MixPlan, MusicBed  # noqa: PLC0415

        with scratch_beside(path) as scratch:
            plan = MixPlan(frames=job.frames, fps=FPS, music=MusicBed(path=job.music))
            encode_track(mix(plan, scratch / "mix.wav").path, path)

    return parts.get(part_name("sound", facts), mixed)[0]


if __name__ == "__main__":
    print(json.dumps(make(Job.read(Path(sys.argv[1])), Path(sys.argv[2]), PartStore(Path(sys.argv[3])))))
