"""Where the camera puts things, for every framing, move and aspect."""

from dataclasses import dataclass, field
from itertools import pairwise

import pytest
import skia

from film.shot import CameraMove, Framing
from planner.shot import Actor, ActorKind
from previz.art.actors.base import Extent, Pose
from previz.art.camera import Camera, Path
from previz.art.cast import Cast, Placed, place
from previz.art.layer import Backdrop
from previz.art.stage import Stage

STAGES = [Stage(1920, 1080), Stage(1080, 1920), Stage(1080, 1080)]


@dataclass
class Figure:
    """A figure without looks."""

    extent: Extent = field(default_factory=lambda: Extent(-120, -620, 120, 6))
    loop_s: float = 1.0
    frames: int = 8
    travel: float = 0.0
    focus: tuple[float, float] = (0.0, -540.0)
    has_mouth: bool = True
    floats: bool = False

    def __post_init__(self) -> None:
        self.body = self.extent
        self.footing = (self.extent.left, self.extent.right)

    def mirrored(self) -> "Figure":
        return self

    def draw(self, canvas: skia.Canvas, pose: Pose) -> None:
        canvas.drawCircle(0, -300, 100, skia.Paint())


def cast_of(stage: Stage, framing: Framing, *figures: Figure) -> Cast:
    backdrop = Backdrop(behind=[], front=[], floor=stage.floor)
    return place([(Actor(kind=ActorKind.PERSON), figure) for figure in figures], backdrop, stage, framing)


def on_screen(camera: Camera, path: Path, x: float, y: float) -> tuple[float, float]:
    left, top = camera.screen((x, y))
    left, top = left + path.actor_x, top - path.view.y
    zoom, (cx, cy) = path.view.zoom, camera.centre
    return cx + (left - cx) * zoom, cy + (top - cy) * zoom


def is_inside(camera: Camera, cast: Cast, stage: Stage, placed: Placed) -> bool:
    for step in range(13):
        path = camera.path(step / 12, 6.0, cast)
        left, top = on_screen(camera, path, placed.left, placed.top)
        right, bottom = on_screen(camera, path, placed.right, placed.bottom)
        if left < 0 or top < 0 or right > stage.width or bottom > stage.height:
            return False
    return True


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("move", list(CameraMove))
@pytest.mark.parametrize("framing", [Framing.WIDE, Framing.MEDIUM])
@pytest.mark.parametrize("travel", [0.0, 230.0, 700.0])
def test_the_whole_subject_stays_in_the_frame(stage: Stage, move: CameraMove, framing: Framing, travel: float) -> None:
    cast = cast_of(stage, framing, Figure(travel=travel))
    camera = Camera(stage, framing, move, cast)
    assert cast.subject is not None and is_inside(camera, cast, stage, cast.subject)


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("framing", [Framing.WIDE, Framing.MEDIUM])
def test_four_actors_fit_side_by_side(stage: Stage, framing: Framing) -> None:
    cast = cast_of(stage, framing, *(Figure() for _ in range(4)))
    camera = Camera(stage, framing, CameraMove.PUSH_IN, cast)
    assert all(is_inside(camera, cast, stage, placed) for placed in cast.placed)


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("move", list(CameraMove))
@pytest.mark.parametrize("extent", [Extent(-520, -330, 520, 10), Extent(-60, -1400, 60, 0), Extent(-900, -500, 900, 0)])
def test_long_and_tall_actors_are_not_cut_off(stage: Stage, move: CameraMove, extent: Extent) -> None:
    cast = cast_of(stage, Framing.MEDIUM, Figure(extent=extent, travel=500.0))
    camera = Camera(stage, Framing.MEDIUM, move, cast)
    assert cast.subject is not None and is_inside(camera, cast, stage, cast.subject)


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("move", list(CameraMove))
@pytest.mark.parametrize("framing", [Framing.CLOSE, Framing.DETAIL])
def test_a_close_shot_keeps_the_face_near_the_middle(stage: Stage, move: CameraMove, framing: Framing) -> None:
    cast = cast_of(stage, framing, Figure(travel=200.0))
    camera = Camera(stage, framing, move, cast)
    assert cast.subject is not None
    for step in range(13):
        x, y = on_screen(camera, camera.path(step / 12, 6.0, cast), *cast.subject.focus)
        assert 0.22 < x / stage.width < 0.78
        assert 0.22 < y / stage.height < 0.70


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("move", list(CameraMove))
@pytest.mark.parametrize("framing", list(Framing))
@pytest.mark.parametrize("travel", [0.0, 700.0])
def test_a_full_layer_always_covers_the_frame(stage: Stage, move: CameraMove, framing: Framing, travel: float) -> None:
    cast = cast_of(stage, framing, Figure(travel=travel))
    camera = Camera(stage, framing, move, cast)
    for depth in (0.03, 0.3, 0.7, 1.0):
        left, top = camera.screen((stage.left, stage.top), depth)
        right, bottom = camera.screen((stage.right, stage.bottom), depth)
        for step in range(13):
            dx, dy = camera.path(step / 12, 8.0, cast).scenery(camera.share(depth))
            assert left + dx <= 0 and top + dy <= 0
            assert right + dx >= stage.width and bottom + dy >= stage.height


def test_framings_come_nearer() -> None:
    stage = STAGES[0]
    sizes = []
    for framing in (Framing.WIDE, Framing.MEDIUM, Framing.CLOSE, Framing.DETAIL):
        cast = cast_of(stage, framing, Figure())
        assert cast.subject is not None
        sizes.append(cast.subject.scale * Camera(stage, framing, CameraMove.STATIC, cast).zoom)
    assert all(near > 1.35 * far for far, near in pairwise(sizes))


def test_near_things_pass_far_ones() -> None:
    cast = cast_of(STAGES[0], Framing.MEDIUM, Figure())
    camera = Camera(STAGES[0], Framing.MEDIUM, CameraMove.PAN_RIGHT, cast)
    path = camera.path(1.0, 4.0, cast)
    assert path.scenery(camera.share(1.0))[0] < 4 * path.scenery(camera.share(0.2))[0] < 0


def test_a_tracked_walker_keeps_its_place_while_the_scenery_goes() -> None:
    cast = cast_of(STAGES[0], Framing.MEDIUM, Figure(travel=230.0))
    camera = Camera(STAGES[0], Framing.MEDIUM, CameraMove.TRACK, cast)
    start, end = camera.path(0.0, 6.0, cast), camera.path(1.0, 6.0, cast)
    assert end.world_x - start.world_x > 400
    assert end.actor_x - start.actor_x < 0.45 * STAGES[0].width


def test_a_shot_without_actors_has_a_camera_too() -> None:
    stage = STAGES[0]
    camera = Camera(stage, Framing.CLOSE, CameraMove.PUSH_IN, Cast(placed=(), travel=0.0))
    assert camera.path(0.5, 3.0, Cast(placed=(), travel=0.0)).view.zoom > 1
