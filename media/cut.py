"""A film as it is asked for: scenes in order, the joints between them, a sound track."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from film.joints import Joint, TransitionKind
from media.picture.fit import Fit
from media.picture.overlay import Drawn
from media.segment import edge_keyframes


@dataclass(frozen=True)
class Scene:
    """``frames`` frames of a clip under overlays, transitions at its ends included.

    ``overlays_digest`` names what the overlays show: scenes that differ in it are different parts.
    """

    clip: Path
    frames: int
    fit: Fit = Fit.COVER
    overlays: Sequence[Drawn] = ()
    overlays_digest: str = ""


@dataclass(frozen=True)
class Cut:
    """Scenes, one joint between each two of them, and the file that is heard under all of it (``None``: silence).

    Sound that is still to be made is a function that makes it; it is called beside the work on the pictures.

    Raises ``ValueError`` for no scenes, another number of joints, a joint of a length that its kind cannot have, a
    scene too short for its joints (see ``edge_keyframes``), and overlays without a digest.
    """

    scenes: Sequence[Scene]
    joints: Sequence[Joint] = field(default=())
    sound: Path | Callable[[], Path] | None = None

    def __post_init__(self) -> None:
        if not self.scenes or len(self.joints) != len(self.scenes) - 1:
            raise ValueError(f"{len(self.scenes)} scenes cannot have {len(self.joints)} joints")
        for joint in self.joints:
            if (joint.kind is TransitionKind.CUT) != (joint.frames == 0) or joint.frames == 1:
                raise ValueError(f"a joint of kind {joint.kind!r} cannot have {joint.frames} frames")
        for number, scene in enumerate(self.scenes):
            edge_keyframes(scene.frames, self.edges(number))
            if scene.overlays and not scene.overlays_digest:
                raise ValueError(f"the overlays of scene {number} have no digest")

    @property
    def frames(self) -> int:
        """The film's length: neighbours overlap in their joint."""
        return sum(scene.frames for scene in self.scenes) - sum(joint.frames for joint in self.joints)

    def edges(self, number: int) -> tuple[int, int]:
        """How many frames of a scene belong to the joints before and after it."""
        joints = [0, *(joint.frames for joint in self.joints), 0]
        return joints[number], joints[number + 1]
