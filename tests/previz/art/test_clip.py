"""Clips and stills as files."""

from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from planner.shot import Actor, ActorKind, Setting, Shot
from previz.art.clip import Stopped, profile_for, write_clip
from previz.art.colour import rgb_of
from previz.art.render import Renderer
from previz.art.still import write_still

SHOT = Shot(setting=Setting.HILLS, actors=(Actor(kind=ActorKind.ROBOT),), seed=4)


def test_a_clip_has_its_frames_keyframes_tags_and_metadata(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    done: list[int] = []
    write_clip(
        SHOT,
        path,
        width_px=320,
        height_px=180,
        fps=24,
        frames=31,
        gop_frames=12,
        mouth=[0.0, 0.5, 1.0],
        metadata={"comment": "a robot on a hill"},
        on_progress=done.append,
    )
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        frames = list(container.decode(stream))
        assert [i for i, frame in enumerate(frames) if frame.key_frame] == [0, 12, 24]
        assert len(frames) == 31 and stream.average_rate == 24
        assert [frame.time for frame in frames] == pytest.approx([i / 24 for i in range(31)])
        assert (frames[0].colorspace, frames[0].color_range) == (1, 1)
        assert (stream.codec_context.color_primaries, stream.codec_context.color_trc) == (1, 1)
        assert container.metadata["comment"] == "a robot on a hill"
    assert done == list(range(1, 32))


def test_the_same_clip_has_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.mp4", "b.mp4"):
        write_clip(SHOT, tmp_path / name, width_px=160, height_px=90, fps=24, frames=3, metadata={"seed": "4"})
    assert (tmp_path / "a.mp4").read_bytes() == (tmp_path / "b.mp4").read_bytes()


def test_a_stopped_clip_leaves_no_file(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    done: list[int] = []
    with pytest.raises(Stopped):
        write_clip(
            SHOT,
            path,
            width_px=160,
            height_px=90,
            fps=24,
            frames=50,
            metadata={},
            on_progress=done.append,
            should_stop=lambda: len(done) == 3,
        )
    assert not path.exists() and done == [1, 2, 3]


def test_a_clip_without_frames_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="needs frames"):
        write_clip(SHOT, tmp_path / "c.mp4", width_px=160, height_px=90, fps=24, frames=0, metadata={})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("size", "preset"), [((1920, 1080), "superfast"), ((1080, 1920), "superfast"), ((540, 960), "ultrafast")]
)
def test_large_clips_are_encoded_as_final_and_small_ones_as_drafts(size: tuple[int, int], preset: str) -> None:
    profile = profile_for(*size, 25)
    assert (profile.width, profile.height, profile.fps, profile.preset) == (*size, 25, preset)


def test_a_still_is_frame_zero_and_carries_its_text(tmp_path: Path) -> None:
    path = tmp_path / "still.png"
    write_still(SHOT, path, width_px=320, height_px=180, metadata={"prompt": "a café", "title": "山"})
    picture = cv2.cvtColor(cv2.imread(str(path)), cv2.COLOR_BGR2RGB)
    assert (picture == rgb_of(Renderer(SHOT, 320, 180).frame(0.0, 9.0))).all()
    data = path.read_bytes()
    assert b"tEXtprompt\0a caf\xe9" in data
    assert b"iTXttitle\0\0\0\0\0" + "山".encode() in data


def test_a_still_matches_the_first_frame_of_the_clip(tmp_path: Path) -> None:
    write_still(SHOT, tmp_path / "s.png", width_px=320, height_px=180, metadata={})
    write_clip(SHOT, tmp_path / "c.mp4", width_px=320, height_px=180, fps=24, frames=2, metadata={})
    with av.open(str(tmp_path / "c.mp4")) as container:
        first = rgb_of(next(container.decode(video=0)).to_ndarray(format="yuv420p").astype(np.uint8))
    still = cv2.cvtColor(cv2.imread(str(tmp_path / "s.png")), cv2.COLOR_BGR2RGB)
    assert np.abs(still.astype(int) - first).mean() < 4


def test_a_bad_keyword_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no PNG keyword"):
        write_still(SHOT, tmp_path / "s.png", width_px=160, height_px=90, metadata={"": "x"})
    assert not (tmp_path / "s.png").exists()
