"""Whatever is cut from whatever: length, times, sound and every copied picture are exact."""

from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from film.format import Codec
from film.joints import Joint, TransitionKind
from media.cut import Cut, Scene
from media.mp4 import is_faststart, sample_descriptions
from media.parts import PartStore
from media.profile import VideoProfile
from media.render import render
from media.sample_table import reading
from media.sound.audio import RATE
from tests.media.material import contract_clip, digests, foreign_clip, times, tone

PROFILES = {
    Codec.H264: VideoProfile(width=64, height=36, fps=24, preset="superfast", crf=22),
    Codec.HEVC: VideoProfile(width=64, height=36, fps=25, preset="ultrafast", crf=26, codec=Codec.HEVC),
    Codec.AV1: VideoProfile(width=64, height=36, fps=30, preset="10", crf=40, codec=Codec.AV1),
}


def joints() -> st.SearchStrategy[Joint]:
    moving = st.sampled_from([kind for kind in TransitionKind if kind is not TransitionKind.CUT])
    return st.one_of(st.just(Joint()), st.builds(Joint, kind=moving, frames=st.integers(2, 6)))


@st.composite
def cut_lists(draw: st.DrawFn) -> tuple[list[int], list[Joint]]:
    """Lengths of scenes and the joints between them, each scene just long enough or longer."""
    between = draw(st.lists(joints(), max_size=5))
    edges = [0, *(joint.frames for joint in between), 0]
    lengths = [head + tail + draw(st.integers(2, 14)) for head, tail in pairwise(edges)]
    return lengths, between


@pytest.mark.parametrize("codec", Codec)
@settings(max_examples=12, deadline=None)
@given(plan=cut_lists(), workers=st.integers(1, 3))
def test_any_cut_list_is_exact(codec: Codec, plan: tuple[list[int], list[Joint]], workers: int) -> None:
    lengths, between = plan
    profile = PROFILES[codec]
    with TemporaryDirectory() as name:
        folder = Path(name)
        clips = [
            contract_clip(folder / f"{n}.mp4", frames, profile=profile, gop=5, seed=n)
            if n % 2
            else foreign_clip(folder / f"{n}.mp4", frames, size=(96, 64), fps=30)
            for n, frames in enumerate(lengths)
        ]
        scenes = [Scene(clip, frames) for clip, frames in zip(clips, lengths, strict=True)]
        cut = Cut(scenes, between, tone(folder / "t.wav", 1))
        parts = PartStore(folder / "parts")

        made = render(cut, folder / "film.mp4", profile=profile, parts=parts, workers=workers)
        again = render(cut, folder / "again.mp4", profile=profile, parts=parts, workers=workers)

        frames = sum(lengths) - sum(joint.frames for joint in between)
        assert made.film.frames == cut.frames == frames == made.film.packets_copied
        assert again.frames_encoded == again.frames_adopted == again.parts_made == 0
        assert (folder / "again.mp4").read_bytes() == (folder / "film.mp4").read_bytes()
        exact(made.film.path, frames, profile)
        copied = [digest for part in made.parts for digest in digests(part.path)[part.first : part.last]]
        assert digests(made.film.path) == copied


def exact(film: Path, frames: int, profile: VideoProfile) -> None:
    shown, decoded = times(film)
    assert sorted(shown) == [Fraction(number, profile.fps) for number in range(frames)]
    assert all(later - earlier == Fraction(1, profile.fps) for earlier, later in pairwise(decoded))
    assert all(before <= after for before, after in zip(decoded, shown, strict=True))
    assert sample_descriptions(film) == (1, 1)
    assert is_faststart(film)
    with reading(film) as reader:
        sound, picture = reader.table("soun"), reader.table("vide")
    assert sound is not None and sound.length == Fraction(frames * RATE, profile.fps)
    assert picture is not None and picture.length == Fraction(frames * picture.timescale, profile.fps)
