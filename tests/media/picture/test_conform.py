from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from media.contract import ContractIndex, read_contract
from media.errors import CancelledError, UnreadableError
from media.picture.conform import Target, conform
from media.picture.fit import Fit
from media.picture.overlay import Drawn, Overlay
from media.picture.pieces import plan_pieces
from media.planes import planes_of
from media.segment import Segment
from media.span import decode
from tests.media.material import SMALL, contract_clip, digests, foreign_clip, packets, pattern, times


def white(width: int, height: int) -> np.ndarray:
    return np.full((height, width, 4), 255, np.uint8)


def conform_one(clip: Path, out: Path, *, overlays: Sequence[Drawn] = (), fit: Fit = Fit.COVER, **job: Any) -> Segment:
    (segment,) = conform(clip, [Target(out, SMALL, overlays, fit)], **job)
    return segment


def is_segment(path: Path, frames: int, edge: int) -> bool:
    index = read_contract(path, SMALL)
    shown, decoded = times(path)
    exact = sorted(shown) == [Fraction(number, 24) for number in range(frames)]
    rising = all(a < b for a, b in pairwise(decoded))
    return index is not None and {0, edge, frames - edge} <= set(index.gops) and exact and rising


def test_a_clip_in_the_contract_is_adopted_bit_for_bit(tmp_path: Path) -> None:
    clip = contract_clip(tmp_path / "clip.mp4", 96)

    segment = conform_one(clip, tmp_path / "out.mp4", frames=96, edge_frames=12)

    assert segment.adopted
    assert packets(segment.path) == packets(clip)
    assert digests(segment.path) == digests(clip)


def test_adoption_leaves_sound_behind(tmp_path: Path) -> None:
    clip = contract_clip(tmp_path / "clip.mp4", 48)

    conform_one(clip, tmp_path / "out.mp4", frames=48, edge_frames=12)

    with av.open(str(tmp_path / "out.mp4")) as container:
        assert [stream.type for stream in container.streams] == ["video"]


def test_only_gops_under_an_overlay_are_encoded_again(tmp_path: Path) -> None:
    clip = contract_clip(tmp_path / "clip.mp4", 96)
    overlay = Overlay(white(60, 20), x=41, y=33, first=30, last=50, fade_frames=2)

    segment = conform_one(clip, tmp_path / "out.mp4", frames=96, edge_frames=12, overlays=[overlay])

    assert segment.copied_frames == 60
    before, after = digests(clip), digests(segment.path)
    assert [before[n] == after[n] for n in (*range(24), *range(60, 96))] == [True] * 60
    assert is_segment(segment.path, 96, 12)


def test_an_overlay_shows_where_and_when_it_should(tmp_path: Path) -> None:
    clip = contract_clip(tmp_path / "clip.mp4", 96)
    overlay = Overlay(white(60, 20), x=41, y=33, first=30, last=50, fade_frames=2)

    segment = conform_one(clip, tmp_path / "out.mp4", frames=96, edge_frames=12, overlays=[overlay])

    luma = [planes_of(frame)[0][36:50, 44:98].mean() for frame in decode(segment.path, SMALL, 0, 96)]
    assert min(luma[33:47]) > 225
    assert max(luma[:30] + luma[50:]) < 210


def test_a_missing_edge_keyframe_costs_one_gop(tmp_path: Path) -> None:
    clip = contract_clip(tmp_path / "clip.mp4", 96)

    segment = conform_one(clip, tmp_path / "out.mp4", frames=96, edge_frames=8)

    assert segment.copied_frames == 72
    assert is_segment(segment.path, 96, 8)


def test_a_short_clip_holds_its_last_frame(tmp_path: Path) -> None:
    clip = contract_clip(tmp_path / "clip.mp4", 48)

    segment = conform_one(clip, tmp_path / "out.mp4", frames=72, edge_frames=12)

    assert segment.copied_frames == 48
    frames = [planes_of(frame)[0].astype(int) for frame in decode(segment.path, SMALL, 47, 72)]
    assert max(np.abs(frame - frames[0]).mean() for frame in frames) < 2


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(source=st.integers(2, 60), frames=st.integers(14, 60), edge=st.integers(2, 6), gop=st.integers(2, 13))
def test_segments_have_exactly_the_frames_asked_for(
    tmp_path: Path, source: int, frames: int, edge: int, gop: int
) -> None:
    clip = contract_clip(tmp_path / "clip.mp4", source, gop=gop)

    segment = conform_one(clip, tmp_path / "out.mp4", frames=frames, edge_frames=edge)

    assert is_segment(segment.path, frames, edge)
    assert len(digests(segment.path)) == frames


@given(
    gaps=st.lists(st.integers(1, 15), min_size=1, max_size=8),
    frames=st.integers(6, 80),
    spans=st.lists(st.tuples(st.integers(0, 80), st.integers(1, 20)), max_size=2),
)
def test_pieces_cover_the_segment_and_none_is_a_single_frame(
    gaps: list[int], frames: int, spans: list[tuple[int, int]]
) -> None:
    starts = [sum(gaps[:n]) for n in range(len(gaps))]
    overlays = [Overlay(white(2, 2), 0, 0, first, first + length) for first, length in spans]

    pieces = plan_pieces(ContractIndex(sum(gaps), tuple(starts)), frames, (0, 2, frames - 2), overlays)

    assert [piece.first for piece in pieces] == [0, *(piece.last for piece in pieces[:-1])]
    assert pieces[-1].last == frames
    assert all(piece.last - piece.first >= 2 for piece in pieces)
    assert not any(
        piece.copied and overlay.touches(piece.first, piece.last) for piece in pieces for overlay in overlays
    )


@pytest.mark.parametrize(
    ("size", "fps"), [((426, 240), 30), ((240, 426), 24), ((321, 181), 25), ((1280, 720), 60), ((320, 180), 12)]
)
def test_any_other_clip_is_brought_into_the_format(tmp_path: Path, size: tuple[int, int], fps: int) -> None:
    clip = foreign_clip(tmp_path / "clip.mp4", fps, size=size, fps=fps)

    segment = conform_one(clip, tmp_path / "out.mp4", frames=24, edge_frames=6)

    assert not segment.adopted
    assert is_segment(segment.path, 24, 6)


def test_a_clip_of_another_codec_in_another_container_is_accepted(tmp_path: Path) -> None:
    clip = foreign_clip(tmp_path / "clip.mkv", 60, codec="mpeg4", sound=True)

    conform_one(clip, tmp_path / "out.mp4", frames=48, edge_frames=12)

    assert is_segment(tmp_path / "out.mp4", 48, 12)


def test_variable_frame_rate_keeps_its_timing(tmp_path: Path) -> None:
    still_until_one_second = [0, 30_000, 31_250, 32_500, 33_750, 35_000]
    clip = foreign_clip(tmp_path / "clip.mp4", 6, size=(320, 180), times=still_until_one_second)

    conform_one(clip, tmp_path / "out.mp4", frames=30, edge_frames=4)

    luma = [planes_of(frame)[0].astype(int) for frame in decode(tmp_path / "out.mp4", SMALL, 0, 30)]
    changes = [n for n in range(1, 30) if np.abs(luma[n] - luma[n - 1]).mean() > 2]
    assert changes == [24, 25, 26, 27, 28]


def test_containing_shows_the_whole_picture_on_black(tmp_path: Path) -> None:
    clip = foreign_clip(tmp_path / "clip.mp4", 24, size=(180, 320))

    conform_one(clip, tmp_path / "out.mp4", frames=24, edge_frames=4, fit=Fit.CONTAIN)

    luma = planes_of(next(decode(tmp_path / "out.mp4", SMALL, 0, 1)))[0]
    assert luma[:, :100].max() < 24
    assert luma[:, 130:190].mean() > 60


def test_colours_of_an_untagged_small_clip_are_taken_for_bt601(tmp_path: Path) -> None:
    import imageio_ffmpeg

    brand = (255, 200, 60)
    rgb = np.full((240, 426, 3), brand, np.uint8)
    clip = tmp_path / "clip.mp4"
    writer = imageio_ffmpeg.write_frames(str(clip), (426, 240), fps=24, macro_block_size=1, output_params=["-crf", "4"])
    writer.send(None)
    for _ in range(12):
        writer.send(rgb)
    writer.close()

    conform_one(clip, tmp_path / "out.mp4", frames=12, edge_frames=3)

    frame = next(decode(tmp_path / "out.mp4", SMALL, 0, 1))
    assert np.abs(frame.to_ndarray(format="rgb24")[90, 160].astype(int) - brand).max() <= 4


def test_the_same_job_gives_the_same_bytes(tmp_path: Path) -> None:
    clip = foreign_clip(tmp_path / "clip.mp4", 60)

    made = [
        conform_one(clip, tmp_path / name, frames=48, edge_frames=12).path.read_bytes() for name in ("a.mp4", "b.mp4")
    ]

    assert made[0] == made[1]


@pytest.mark.parametrize("foreign", [True, False])
def test_cancelled_work_leaves_no_files(tmp_path: Path, foreign: bool) -> None:
    clip = foreign_clip(tmp_path / "clip.mp4", 60) if foreign else contract_clip(tmp_path / "clip.mp4", 60)
    seen: list[int] = []

    with pytest.raises(CancelledError):
        conform_one(
            clip,
            tmp_path / "out.mp4",
            frames=48,
            edge_frames=12,
            on_progress=seen.append,
            should_stop=lambda: len(seen) >= 5,
        )

    assert [path.name for path in tmp_path.iterdir()] == ["clip.mp4"]


def test_progress_reaches_the_last_frame(tmp_path: Path) -> None:
    seen: list[int] = []

    clip = foreign_clip(tmp_path / "clip.mp4", 60)
    conform_one(clip, tmp_path / "out.mp4", frames=48, edge_frames=12, on_progress=seen.append)

    assert seen == list(range(1, 49))


def test_a_sound_file_is_refused(tmp_path: Path) -> None:
    from tests.media.material import tone

    with pytest.raises(UnreadableError):
        conform_one(tone(tmp_path / "t.wav", 1), tmp_path / "out.mp4", frames=48, edge_frames=12)


@pytest.mark.parametrize(("frames", "edge"), [(24, 12), (25, 12), (48, 1), (1, 0)])
def test_edges_that_do_not_fit_are_refused(tmp_path: Path, frames: int, edge: int) -> None:
    clip = contract_clip(tmp_path / "clip.mp4", 24)

    with pytest.raises(ValueError, match="edges"):
        conform_one(clip, tmp_path / "out.mp4", frames=frames, edge_frames=edge)


def test_a_clip_with_damaged_pictures_does_not_end_in_a_crash(tmp_path: Path) -> None:
    clip = foreign_clip(tmp_path / "clip.mp4", 60)
    data = bytearray(clip.read_bytes())
    rng = np.random.default_rng(5)
    for at in rng.integers(200, len(data) * 3 // 4, 300):
        data[at] = rng.integers(256)
    clip.write_bytes(bytes(data))

    try:
        conform_one(clip, tmp_path / "out.mp4", frames=48, edge_frames=12)
    except UnreadableError:
        assert not (tmp_path / "out.mp4").exists()
    else:
        assert is_segment(tmp_path / "out.mp4", 48, 12)


def test_pattern_frames_differ() -> None:
    assert not np.array_equal(planes_of(pattern(0, 64, 36))[0], planes_of(pattern(1, 64, 36))[0])
