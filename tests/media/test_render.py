import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import numpy as np
import pytest

from film.joints import Joint, TransitionKind
from media.cut import Cut, Scene
from media.errors import CancelledError, UnreadableError
from media.parts import PartStore, part_name
from media.picture.overlay import Overlay
from media.profile import VideoProfile
from media.render import Rendered, render
from tests.media.material import contract_clip, digests, foreign_clip, tone

TINY = VideoProfile(width=160, height=90, fps=24, preset="superfast", crf=20)
FADE = Joint(kind=TransitionKind.FADE, frames=6)


def scenes(folder: Path, count: int = 4, frames: int = 30) -> list[Scene]:
    return [
        Scene(foreign_clip(folder / f"clip{n}.mp4", frames + n, size=(192, 108), fps=24), frames) for n in range(count)
    ]


def made(folder: Path, cut: Cut, name: str = "film.mp4", workers: int = 2) -> Rendered:
    return render(cut, folder / name, profile=TINY, parts=PartStore(folder / "parts"), workers=workers)


def test_the_first_render_makes_every_part_once(tmp_path: Path) -> None:
    seen = made(tmp_path, Cut(scenes(tmp_path), [FADE] * 3, tone(tmp_path / "t.wav", 2)))

    assert (seen.parts_made, seen.parts_reused) == (7, 0)
    assert (seen.frames_encoded, seen.frames_adopted) == (4 * 30 + 3 * 6, 0)
    assert seen.film.frames == seen.film.packets_copied == 4 * 30 - 3 * 6


def test_nothing_is_made_again_when_nothing_changed(tmp_path: Path) -> None:
    cut = Cut(scenes(tmp_path), [FADE] * 3)
    made(tmp_path, cut)

    again = made(tmp_path, cut, "again.mp4")

    assert (again.parts_made, again.parts_reused, again.frames_encoded) == (0, 7, 0)
    assert (tmp_path / "again.mp4").read_bytes() == (tmp_path / "film.mp4").read_bytes()


def test_a_changed_clip_costs_its_scene_and_the_joints_beside_it(tmp_path: Path) -> None:
    cut = Cut(scenes(tmp_path), [FADE] * 3)
    made(tmp_path, cut)
    foreign_clip(tmp_path / "clip1.mp4", 48, size=(160, 120), fps=24)

    again = made(tmp_path, cut)

    assert (again.parts_made, again.frames_encoded) == (3, 30 + 2 * 6)


def test_another_kind_of_transition_costs_only_its_own_frames(tmp_path: Path) -> None:
    clips = scenes(tmp_path)
    made(tmp_path, Cut(clips, [FADE] * 3))

    again = made(tmp_path, Cut(clips, [FADE, Joint(kind=TransitionKind.WIPE_LEFT, frames=6), FADE]))

    assert (again.parts_made, again.frames_encoded) == (1, 6)


def test_scenes_in_another_order_are_only_blended_anew(tmp_path: Path) -> None:
    clips = scenes(tmp_path)
    made(tmp_path, Cut(clips, [FADE] * 3))

    again = made(tmp_path, Cut([clips[0], clips[2], clips[1], clips[3]], [FADE] * 3))

    assert (again.parts_made, again.frames_encoded) == (3, 18)


def test_a_scene_shown_twice_is_made_once(tmp_path: Path) -> None:
    scene = scenes(tmp_path, 1)[0]

    seen = made(tmp_path, Cut([scene, scene, scene, scene], [Joint()] * 3))

    assert (seen.parts_made, seen.film.frames) == (1, 120)


def test_frames_of_clips_in_the_contract_are_adopted(tmp_path: Path) -> None:
    clips = [Scene(contract_clip(tmp_path / f"{n}.mp4", 30, profile=TINY, gop=6, seed=n), 30) for n in range(2)]

    seen = made(tmp_path, Cut(clips, [FADE]))

    assert (seen.frames_encoded, seen.frames_adopted) == (6, 60)


def test_overlays_make_another_part(tmp_path: Path) -> None:
    scene = scenes(tmp_path, 1)[0]
    made(tmp_path, Cut([scene]))
    overlay = Overlay(np.full((20, 20, 4), 255, np.uint8), 10, 10, 0, 30)

    again = made(tmp_path, Cut([Scene(scene.clip, 30, overlays=(overlay,), overlays_digest="white box")]))

    assert again.parts_made == 1


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_the_number_of_workers_changes_no_byte(tmp_path: Path, workers: int) -> None:
    cut = Cut(scenes(tmp_path, 3), [FADE, Joint()])
    one = render(cut, tmp_path / "1.mp4", profile=TINY, parts=PartStore(tmp_path / "one"), workers=1)
    many = render(cut, tmp_path / "n.mp4", profile=TINY, parts=PartStore(tmp_path / "many"), workers=workers)

    assert one.film.path.read_bytes() == many.film.path.read_bytes()


def test_joints_of_unequal_length_meet_in_one_scene(tmp_path: Path) -> None:
    cut = Cut(scenes(tmp_path, 3), [FADE, Joint(kind=TransitionKind.DISSOLVE, frames=11)])

    seen = made(tmp_path, cut)

    assert seen.film.frames == 90 - 17
    assert len(digests(seen.film.path)) == 73


def test_progress_counts_everything_that_is_made_and_joined(tmp_path: Path) -> None:
    heard: list[int] = []

    render(
        Cut(scenes(tmp_path, 2), [FADE]),
        tmp_path / "f.mp4",
        profile=TINY,
        parts=PartStore(tmp_path / "parts"),
        workers=2,
        on_progress=heard.append,
    )

    assert heard == list(range(1, 60 + 6 + 54 + 1))


def test_a_stopped_render_keeps_finished_parts_and_no_others(tmp_path: Path) -> None:
    cut = Cut(scenes(tmp_path, 3), [FADE] * 2)
    parts = PartStore(tmp_path / "parts")
    heard: list[int] = []

    with pytest.raises(CancelledError):
        render(
            cut,
            tmp_path / "film.mp4",
            profile=TINY,
            parts=parts,
            on_progress=heard.append,
            should_stop=lambda: len(heard) >= 40,
        )

    kept = [path for path in parts.folder.rglob("*") if path.suffix == ".mp4"]
    assert [len(digests(path)) for path in kept] == [30]
    assert not any(path.name.startswith(".") for path in parts.folder.rglob("*"))
    assert not (tmp_path / "film.mp4").exists()


def test_a_clip_that_cannot_be_read_ends_the_render_with_its_name(tmp_path: Path) -> None:
    clips = scenes(tmp_path, 3)
    clips[1].clip.write_bytes(b"no film")

    with pytest.raises(UnreadableError, match=r"clip1\.mp4"):
        made(tmp_path, Cut(clips, [FADE] * 2))


@pytest.mark.parametrize(
    ("frames", "joint"),
    [
        (13, Joint(kind=TransitionKind.FADE, frames=12)),
        (30, Joint(frames=6)),
        (30, Joint(kind=TransitionKind.FADE, frames=1)),
    ],
)
def test_a_cut_that_cannot_be_is_refused(tmp_path: Path, frames: int, joint: Joint) -> None:
    scene = Scene(tmp_path / "clip.mp4", frames)

    with pytest.raises(ValueError, match="cannot have"):
        Cut([scene, scene], [joint])


def test_overlays_without_a_digest_are_refused(tmp_path: Path) -> None:
    overlay = Overlay(np.zeros((4, 4, 4), np.uint8), 0, 0, 0, 5)

    with pytest.raises(ValueError, match="digest"):
        Cut([Scene(tmp_path / "clip.mp4", 30, overlays=(overlay,))])


def test_two_threads_that_want_one_part_make_it_once(tmp_path: Path) -> None:
    parts = PartStore(tmp_path)
    begun, calls = Event(), []

    def make(path: Path) -> None:
        calls.append(path)
        begun.wait(0.2)
        path.write_bytes(b"part")

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: parts.get("ab", make), range(4)))

    assert len(calls) == 1
    assert sorted(was_made for _, was_made in found) == [False, False, False, True]
    assert {path.read_bytes() for path, _ in found} == {b"part"}


def test_a_part_that_fails_leaves_nothing_and_can_be_made_later(tmp_path: Path) -> None:
    parts = PartStore(tmp_path)

    def fail(path: Path) -> None:
        path.write_bytes(b"half")
        raise UnreadableError("broken")

    def write(path: Path) -> None:
        path.write_bytes(b"whole")

    with pytest.raises(UnreadableError):
        parts.get("ab", fail)

    assert not parts.path("ab").exists()
    assert parts.get("ab", write) == (parts.path("ab"), True)


def test_a_file_is_hashed_again_only_when_it_changed(tmp_path: Path) -> None:
    parts, source = PartStore(tmp_path / "parts"), tmp_path / "a"
    source.write_bytes(b"one")
    first = parts.digest(source)
    note = next((tmp_path / "parts" / "sources").iterdir())
    note.write_text(note.read_text().replace(first, "0" * 64))

    assert parts.digest(source) == "0" * 64
    source.write_bytes(b"two!")
    os.utime(source, ns=(1, 1))
    assert parts.digest(source) not in {first, "0" * 64}


def test_names_depend_on_every_fact() -> None:
    names = {
        part_name(kind, profile)
        for kind in ("scene", "joint")
        for profile in (TINY, TINY.model_copy(update={"crf": 21}))
    }

    assert len(names) == 4
