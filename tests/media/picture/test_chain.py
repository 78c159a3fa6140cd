"""Clips that follow one another in a scene: exact frames, in order, in one decode."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from film.timing import Short, Timing
from media.errors import UnreadableError
from media.picture.conform import Strip, Target, conform
from media.planes import planes_of
from media.segment import Segment
from media.span import decode
from tests.media.material import SMALL, contract_clip, foreign_clip, packets, tone
from tests.media.picture.numbered import numbered_clip, shown
from tests.media.picture.test_conform import is_segment

FPS = SMALL.fps


def strip(path: Path, frames: int, skip: int = 0) -> Strip:
    return Strip(path, Fraction(frames, FPS), Fraction(skip, FPS))


def chained(folder: Path, strips: Sequence[Strip], frames: int, timing: Timing | None = None) -> Segment:
    target = Target(folder / "out.mp4", SMALL)
    (segment,) = conform(strips, [target], frames=frames, edge_frames=2, timing=timing or Timing())
    return segment


def test_clips_are_shown_in_order_each_for_exactly_its_frames(tmp_path: Path) -> None:
    clips = [numbered_clip(tmp_path / f"{n}.mp4", frames) for n, frames in enumerate((20, 16, 12))]

    segment = chained(tmp_path, [strip(clips[0], 14), strip(clips[1], 9), strip(clips[2], 7)], 30)

    assert shown(segment.path) == [*range(14), *range(9), *range(7)]
    assert is_segment(segment.path, 30, 2)


def test_a_strip_may_begin_later_than_its_clip(tmp_path: Path) -> None:
    clip = numbered_clip(tmp_path / "clip.mp4", 20)

    segment = chained(tmp_path, [strip(clip, 6), strip(clip, 6, skip=1)], 12)

    assert shown(segment.path) == [*range(6), *range(1, 7)]


def test_a_clip_too_short_for_its_strip_holds_until_the_next_begins(tmp_path: Path) -> None:
    short, long = numbered_clip(tmp_path / "a.mp4", 5), numbered_clip(tmp_path / "b.mp4", 20)

    segment = chained(tmp_path, [strip(short, 8), strip(long, 6)], 14)

    assert shown(segment.path) == [*range(5), 4, 4, 4, *range(6)]


@pytest.mark.parametrize(
    ("timing", "end"), [(Timing(), [4, 4, 4]), (Timing(short=Short.PING_PONG), [3, 2, 1])], ids=["hold", "ping-pong"]
)
def test_a_last_clip_too_short_follows_the_timing(tmp_path: Path, timing: Timing, end: list[int]) -> None:
    long, short = numbered_clip(tmp_path / "a.mp4", 20), numbered_clip(tmp_path / "b.mp4", 5)

    segment = chained(tmp_path, [strip(long, 6), strip(short, 8)], 14, timing)

    assert shown(segment.path) == [*range(6), *range(5), *end]


def test_clips_of_different_rates_sizes_and_codecs_follow_one_another(tmp_path: Path) -> None:
    clips = [
        numbered_clip(tmp_path / "a.mp4", 15, fps=12, size=(640, 360)),
        numbered_clip(tmp_path / "b.mkv", 30, fps=48, size=(180, 320), codec="mpeg4", options={"qscale": "2"}),
    ]

    segment = chained(tmp_path, [strip(clips[0], 12), strip(clips[1], 12)], 24)

    assert shown(segment.path)[:12:2] == list(range(6))
    assert shown(segment.path)[12:] == pytest.approx(range(0, 24, 2), abs=1)


def test_every_clip_is_shown_with_pixels_of_its_own_shape(tmp_path: Path) -> None:
    clips = []
    for name, aspect in (("square", Fraction(1)), ("wide", Fraction(2))):
        path = tmp_path / f"{name}.mp4"
        with av.open(str(path), "w") as container:
            stream = container.add_stream("libx264", rate=FPS, options={"crf": "6"})
            stream.width, stream.height, stream.pix_fmt = int(320 / aspect), 180, "yuv420p"
            stream.codec_context.sample_aspect_ratio = aspect
            for number in range(12):
                frame = av.VideoFrame(stream.width, 180, "yuv420p")
                for plane, value in zip(frame.planes, (60, 128, 128), strict=True):
                    plane.update(bytes([value]) * plane.buffer_size)
                luma = bytearray(bytes(frame.planes[0]))
                row = frame.planes[0].line_size
                for y in range(180):
                    luma[y * row : y * row + stream.width // 2] = b"\xb4" * (stream.width // 2)
                frame.planes[0].update(bytes(luma))
                frame.pts = number
                container.mux(stream.encode(frame))
            container.mux(stream.encode(None))
        clips.append(path)

    segment = chained(tmp_path, [strip(clip, 6) for clip in clips], 12)

    for frame in decode(segment.path, SMALL, 0, 12):
        row = planes_of(frame)[0][90]
        assert row[10] > 150 and row[150] > 150 and row[170] < 90 and row[310] < 90


def test_one_strip_of_a_clip_in_the_contract_shows_what_its_copy_does(tmp_path: Path) -> None:
    clip = contract_clip(tmp_path / "clip.mp4", 48)
    copied = conform(clip, [Target(tmp_path / "copy.mp4", SMALL)], frames=48, edge_frames=12)[0]

    assert packets(copied.path) == packets(clip)
    segment = chained(tmp_path, [strip(clip, 48)], 48)

    assert (segment.copied_frames, is_segment(segment.path, 48, 2)) == (0, True)


def test_a_clip_without_moving_pictures_is_refused_wherever_it_stands(tmp_path: Path) -> None:
    clip, sound = foreign_clip(tmp_path / "clip.mp4", 24), tone(tmp_path / "tone.wav", 1)

    with pytest.raises(UnreadableError, match="tone"):
        chained(tmp_path, [strip(clip, 12), strip(sound, 12)], 24)
    with pytest.raises(UnreadableError, match="no picture in the part"):
        chained(tmp_path, [strip(clip, 12), strip(clip, 12, skip=60)], 24)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chunks=st.lists(st.tuples(st.integers(1, 14), st.integers(0, 6), st.integers(0, 2)), min_size=1, max_size=4))
def test_any_chunks_add_up_to_the_scene_to_the_frame(tmp_path: Path, chunks: list[tuple[int, int, int]]) -> None:
    """Chunks as (frames used, frames to spare, frames skipped)."""
    used = [frames for frames, _, _ in chunks]
    total = max(6, sum(used))
    strips = []
    for number, (frames, spare, skip) in enumerate(chunks):
        clip = tmp_path / f"{number}.mp4"
        strips.append(strip(numbered_clip(clip, frames + spare + skip), frames, skip))

    segment = chained(tmp_path, strips, total)

    expected = [skip + n for frames, _, skip in chunks for n in range(frames)]
    expected += [expected[-1]] * (total - len(expected))
    assert shown(segment.path) == expected
    assert is_segment(segment.path, total, 2)
