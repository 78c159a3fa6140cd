from pathlib import Path

import numpy as np
import pytest

from film.joints import TransitionKind
from media.encode import encode
from media.errors import ForeignPartError
from media.picture.conform import Target, conform
from media.planes import filled, planes_of
from media.span import decode
from media.transition import transition
from media.xfade import crossed
from tests.media.material import SMALL, contract_clip, patterns


def plain(path: Path, luma: int) -> Path:
    encode((filled(320, 180, (luma, 128, 128)) for _ in range(36)), path, SMALL, keyframes=(0, 12, 24))
    return path


def lumas(path: Path, frames: int) -> list[float]:
    return [float(planes_of(frame)[0].mean()) for frame in decode(path, SMALL, 0, frames)]


def test_a_fade_goes_evenly_from_one_to_the_other(tmp_path: Path) -> None:
    made = transition(
        plain(tmp_path / "a.mp4", 40), plain(tmp_path / "b.mp4", 200), tmp_path / "x.mp4", profile=SMALL, frames=12
    )

    expected = [40 + 160 * (n + 1) / 13 for n in range(12)]
    assert lumas(made.path, 12) == pytest.approx(expected, abs=3)


def test_a_dip_passes_through_black(tmp_path: Path) -> None:
    made = transition(
        plain(tmp_path / "a.mp4", 180),
        plain(tmp_path / "b.mp4", 200),
        tmp_path / "x.mp4",
        profile=SMALL,
        frames=11,
        kind=TransitionKind.DIP_TO_BLACK,
    )

    levels = lumas(made.path, 11)
    assert min(levels) == pytest.approx(16, abs=3)
    assert levels[0] > 130
    assert levels[-1] > 140


def test_it_blends_the_tail_of_the_one_with_the_head_of_the_other(tmp_path: Path) -> None:
    before = conform(
        contract_clip(tmp_path / "1.mp4", 48), [Target(tmp_path / "a.mp4", SMALL)], frames=48, edge_frames=12
    )[0]
    after = conform(
        contract_clip(tmp_path / "2.mp4", 48, seed=3), [Target(tmp_path / "b.mp4", SMALL)], frames=48, edge_frames=12
    )[0]

    made = transition(before.path, after.path, tmp_path / "x.mp4", profile=SMALL, frames=12)

    tail = [planes_of(frame)[0].astype(float) for frame in decode(before.path, SMALL, 36, 48)]
    head = [planes_of(frame)[0].astype(float) for frame in decode(after.path, SMALL, 0, 12)]
    for number, frame in enumerate(decode(made.path, SMALL, 0, 12)):
        share = (number + 1) / 13
        expected = tail[number] * (1 - share) + head[number] * share
        assert np.abs(planes_of(frame)[0] - expected).mean() < 4


def test_a_segment_of_another_profile_is_refused(tmp_path: Path) -> None:
    other = SMALL.model_copy(update={"preset": "ultrafast"})

    with pytest.raises(ForeignPartError, match=r"b\.mp4"):
        transition(
            contract_clip(tmp_path / "a.mp4", 36),
            contract_clip(tmp_path / "b.mp4", 36, profile=other),
            tmp_path / "x.mp4",
            profile=SMALL,
            frames=12,
        )


def test_a_segment_that_is_too_short_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ForeignPartError, match="only 8 frames"):
        transition(
            contract_clip(tmp_path / "a.mp4", 8),
            contract_clip(tmp_path / "b.mp4", 36),
            tmp_path / "x.mp4",
            profile=SMALL,
            frames=12,
        )


TINY = SMALL.model_copy(update={"width": 160, "height": 90})
MOVING = [kind for kind in TransitionKind if kind is not TransitionKind.CUT]


@pytest.mark.parametrize("kind", MOVING)
def test_every_kind_goes_from_near_the_old_picture_to_near_the_new(tmp_path: Path, kind: TransitionKind) -> None:
    clips = [contract_clip(tmp_path / f"{seed}.mp4", 24, profile=TINY, seed=seed) for seed in (1, 4)]
    frames = 24

    made = transition(*clips, tmp_path / "x.mp4", profile=TINY, frames=frames, kind=kind)

    old, new, shown = ([planes_of(f)[0].astype(float) for f in decode(p, TINY, 0, frames)] for p in (*clips, made.path))
    to_old = [np.abs(a - b).mean() for a, b in zip(shown, old, strict=True)]
    to_new = [np.abs(a - b).mean() for a, b in zip(shown, new, strict=True)]
    assert (made.frames, len(shown)) == (frames, frames)
    apart = np.abs(old[0] - new[0]).mean()
    assert to_old[0] < 0.45 * apart
    assert to_new[-1] < 0.45 * apart
    assert to_old[0] < to_old[-1]
    assert to_new[-1] < to_new[0]


def test_the_same_transition_gives_the_same_bytes(tmp_path: Path) -> None:
    clips = [contract_clip(tmp_path / f"{seed}.mp4", 12, profile=TINY, seed=seed) for seed in (1, 4)]

    made = [
        transition(*clips, tmp_path / name, profile=TINY, frames=8, kind=TransitionKind.PIXELIZE).path.read_bytes()
        for name in ("x.mp4", "y.mp4")
    ]

    assert made[0] == made[1]


def test_pixels_that_a_wipe_has_not_reached_are_unchanged() -> None:
    old, new = list(patterns(6, TINY)), patterns(6, TINY, 3)

    made = list(crossed(iter(old), new, 6, TransitionKind.WIPE_LEFT, TINY))

    for before, after in zip(planes_of(old[0]), planes_of(made[0]), strict=True):
        third = before.shape[1] // 3
        assert np.array_equal(before[:, :third], after[:, :third])


def test_a_cut_has_no_segment(tmp_path: Path) -> None:
    clip = contract_clip(tmp_path / "a.mp4", 36)

    with pytest.raises(ValueError, match="cut"):
        transition(clip, clip, tmp_path / "x.mp4", profile=SMALL, frames=12, kind=TransitionKind.CUT)
