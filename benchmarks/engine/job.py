"""What every engine is asked to make: captioned scenes of equal length joined by fades, music under them."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.engine.material import Material, Shot
from benchmarks.engine.scale import FADE_FRAMES, FILM_SIZE, SCENE_FRAMES, Scale, Size, film_frames

CAPTION_FRAMES = (FADE_FRAMES, SCENE_FRAMES - FADE_FRAMES)
"""The frames of a scene, first to last (exclusive), that show its caption: all but those that are blended."""


@dataclass(frozen=True)
class Job:
    """One film. Shots repeat when there are more scenes than shots."""

    scenes: tuple[Shot, ...]
    music: Path
    size: Size

    @property
    def frames(self) -> int:
        """The length of the film."""
        return film_frames(len(self.scenes))

    def caption_corner(self, width: int, height: int) -> tuple[int, int]:
        """Where the top left corner of a caption of this size is: in the middle, a tenth above the lower edge."""
        return (self.size.width - width) // 4 * 2, (self.size.height * 9 // 10 - height) // 2 * 2

    def write(self, path: Path) -> Path:
        """Keep it for another process."""
        path.write_text(json.dumps(asdict(self), default=str))
        return path

    @classmethod
    def read(cls, path: Path) -> "Job":
        """What ``write`` kept."""
        found = json.loads(path.read_text())
        scenes = tuple(Shot(Path(scene["clip"]), Path(scene["caption"])) for scene in found["scenes"])
        return cls(scenes, Path(found["music"]), Size(**found["size"]))


def film(material: Material, scenes: int, scale: Scale, *, changed: bool = False) -> Job:
    """The film of ``scenes`` scenes; in the changed one the second scene, which has two neighbours, is another shot."""
    shots = [material.shots[number % len(material.shots)] for number in range(scenes)]
    if changed:
        shots[1] = material.retake
    return Job(tuple(shots), material.music, FILM_SIZE[scale])
