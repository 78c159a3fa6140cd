"""The same film by our engine, in a process of its own: ``python -m benchmarks.engine.reelwright_film JOB OUT STORE``.

Prints what was encoded and what was copied, as JSON. What is made is kept in STORE by name of content, the mix too.
"""

import hashlib
import json
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np

from benchmarks.engine.job import CAPTION_FRAMES, Job
from benchmarks.engine.material import Shot
from benchmarks.engine.scale import CRF, FADE_FRAMES, FPS, PRESET, SCENE_FRAMES
from media.assemble import Part, assemble
from media.picture.conform import conform
from media.picture.fit import Fit
from media.picture.overlay import Overlay
from media.profile import VideoProfile
from media.segment import Segment
from media.sound.mix import MixPlan, MusicBed, mix
from media.transition import transition

_WORKERS = 2


def make(job: Job, out: Path, store: Path) -> dict[str, int]:
    """Render ``job``; returns the numbers of frames encoded and packets copied."""
    profile = VideoProfile(width=job.size.width, height=job.size.height, fps=FPS, preset=PRESET, crf=CRF)
    kept = _Kept(store)

    def scene(shot: Shot) -> Path:
        def conformed(path: Path) -> Segment:
            image = cv2.imread(str(shot.caption), cv2.IMREAD_UNCHANGED)
            if image is None:
                raise FileNotFoundError(shot.caption)
            rgba = np.asarray(cv2.cvtColor(image, cv2.COLOR_BGRA2RGBA), np.uint8)
            x, y = job.caption_corner(rgba.shape[1], rgba.shape[0])
            return conform(
                shot.clip,
                path,
                profile=profile,
                frames=SCENE_FRAMES,
                edge_frames=FADE_FRAMES,
                overlays=[Overlay(rgba, x, y, *CAPTION_FRAMES, fade_frames=0)],
                fit=Fit.CONTAIN,
            )

        return kept.segment(f"scene {_digest(shot.clip)} {_digest(shot.caption)} {profile!r}", conformed)

    def joint(pair: tuple[Path, Path]) -> Path:
        return kept.segment(
            f"joint {pair[0].stem} {pair[1].stem}",
            lambda path: transition(*pair, path, profile=profile, frames=FADE_FRAMES),
        )

    with ThreadPoolExecutor(_WORKERS) as workers:
        made = dict(zip(dict.fromkeys(job.scenes), workers.map(scene, dict.fromkeys(job.scenes)), strict=True))
        segments = [made[shot] for shot in job.scenes]
        pairs = list(dict.fromkeys(pairwise(segments)))
        joints = dict(zip(pairs, workers.map(joint, pairs), strict=True))
    parts = []
    for number, segment in enumerate(segments):
        first = FADE_FRAMES if number else 0
        last = SCENE_FRAMES - (FADE_FRAMES if number < len(segments) - 1 else 0)
        if number:
            parts.append(Part(path=joints[segments[number - 1], segment], first=0, last=FADE_FRAMES))
        parts.append(Part(path=segment, first=first, last=last))
    wav = store / f"{_named(f'mix {job.frames} {_digest(job.music)}')}.wav"
    if not wav.exists():
        mix(MixPlan(frames=job.frames, fps=FPS, music=MusicBed(path=job.music)), wav)
    film = assemble(parts, wav, out, profile=profile)
    return {"frames_encoded": kept.encoded, "packets_copied": film.frames}


class _Kept:
    def __init__(self, store: Path) -> None:
        self._store = store
        self.encoded = 0

    def segment(self, recipe: str, make: Callable[[Path], Segment]) -> Path:
        """The segment made by this recipe, once."""
        path = self._store / f"{_named(recipe)}.mp4"
        if not path.exists():
            found = make(path)
            self.encoded += found.frames - found.copied_frames
        return path


def _named(recipe: str) -> str:
    return hashlib.sha256(recipe.encode()).hexdigest()[:20]


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


if __name__ == "__main__":
    print(json.dumps(make(Job.read(Path(sys.argv[1])), Path(sys.argv[2]), Path(sys.argv[3]))))
