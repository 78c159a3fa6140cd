from pathlib import Path

import numpy as np
import pytest

from media.encode import encode
from media.errors import ForeignPartError
from media.picture.conform import Target, conform
from media.planes import filled, planes_of
from media.span import decode
from media.transition import TransitionKind, transition
from tests.media.material import SMALL, contract_clip


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
