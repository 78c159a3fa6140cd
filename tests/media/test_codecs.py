"""Every codec of the engine is joined exactly: nothing may depend on which one a film is in."""

import subprocess
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import imageio_ffmpeg
import pytest

from film.format import Codec, FilmFormat, Quality
from media.assemble import Part, assemble
from media.codecs import is_plain_keyframe, settings
from media.contract import configuration, read_contract
from media.encode import encode
from media.errors import ForeignPartError
from media.mp4 import sample_descriptions
from media.picture.conform import Target, conform
from media.profile import VideoProfile
from media.sample_table import reading
from media.transition import transition
from tests.media.material import contract_clip, digests, foreign_clip, patterns, times

SIZE = (160, 90)


def profile_of(codec: Codec, quality: Quality = Quality.FINAL) -> VideoProfile:
    preset, crf = settings(codec, quality)
    return VideoProfile(width=SIZE[0], height=SIZE[1], fps=24, preset=preset, crf=crf, codec=codec)


PROFILES = [profile_of(codec, quality) for codec in Codec for quality in Quality]
each_profile = pytest.mark.parametrize("profile", PROFILES, ids=lambda p: f"{p.codec}-{p.preset}")


def two_scenes(folder: Path, profile: VideoProfile) -> list[Part]:
    """A foreign clip and one in the contract, blended into each other."""
    clips = [
        foreign_clip(folder / "1.mp4", 60, size=SIZE),
        contract_clip(folder / "2.mp4", 40, profile=profile, gop=10, seed=2),
    ]
    made = [conform(clip, [Target(clip.with_suffix(".seg"), profile)], frames=40, edge_frames=5)[0] for clip in clips]
    blend = transition(made[0].path, made[1].path, folder / "x.mp4", profile=profile, frames=5)
    return [
        Part(path=made[0].path, first=0, last=35),
        Part(path=blend.path, first=0, last=5),
        Part(path=made[1].path, first=5, last=40),
    ]


@each_profile
def test_a_film_is_its_parts_bit_for_bit_with_exact_times(tmp_path: Path, profile: VideoProfile) -> None:
    parts = two_scenes(tmp_path, profile)

    film = assemble(parts, None, tmp_path / "film.mp4", profile=profile)

    assert digests(film.path) == [digest for part in parts for digest in digests(part.path)[part.first : part.last]]
    shown, decoded = times(film.path)
    assert sorted(shown) == [Fraction(number, 24) for number in range(75)]
    assert all(later - earlier == Fraction(1, 24) for earlier, later in pairwise(decoded))
    assert all(before <= after for before, after in zip(decoded, shown, strict=True))
    assert sample_descriptions(film.path) == (1, 1)


@each_profile
def test_an_independent_decoder_has_no_complaint(tmp_path: Path, profile: VideoProfile) -> None:
    film = assemble(two_scenes(tmp_path, profile), None, tmp_path / "film.mp4", profile=profile)

    seen = subprocess.run(
        [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-xerror", "-i", str(film.path), "-f", "null", "-"],
        capture_output=True,
        check=False,
    )

    assert (seen.returncode, seen.stderr) == (0, b"")


@each_profile
def test_a_clip_in_the_contract_is_copied_where_it_has_keyframes(tmp_path: Path, profile: VideoProfile) -> None:
    clip = contract_clip(tmp_path / "clip.mp4", 40, profile=profile, gop=10)

    (whole,) = conform(clip, [Target(tmp_path / "whole.mp4", profile)], frames=40, edge_frames=10)
    (partly,) = conform(clip, [Target(tmp_path / "partly.mp4", profile)], frames=35, edge_frames=5)

    assert whole.adopted
    assert digests(whole.path) == digests(clip)
    assert partly.copied_frames == 20
    assert digests(partly.path)[10:30] == digests(clip)[10:30]


@each_profile
@pytest.mark.parametrize("frames", [1, 2, 3, 31])
def test_the_same_frames_give_the_same_bytes(tmp_path: Path, profile: VideoProfile, frames: int) -> None:
    made = [
        contract_clip(tmp_path / name, frames, profile=profile).read_bytes() for name in ("a.mp4", "b.mp4", "c.mp4")
    ]

    assert made[0] == made[1] == made[2]


@each_profile
def test_keyframes_stand_exactly_where_they_are_asked_for(tmp_path: Path, profile: VideoProfile) -> None:
    keyframes = (0, 2, 7, 20, 38)
    encode(patterns(40, profile), tmp_path / "clip.mp4", profile, keyframes=keyframes)

    index = read_contract(tmp_path / "clip.mp4", profile)

    assert index is not None
    assert (index.frames, index.gops) == (40, keyframes)


@each_profile
def test_packets_run_ahead_of_their_display_as_far_as_the_profile_says(tmp_path: Path, profile: VideoProfile) -> None:
    with reading(contract_clip(tmp_path / "clip.mp4", 48, profile=profile, gop=48)) as reader:
        table = reader.table()

    assert table is not None
    numbers = table.frame_numbers(24)
    assert numbers is not None
    assert max(decoded - shown for decoded, shown in enumerate(numbers.tolist())) == profile.reorder_frames


@pytest.mark.parametrize("codec", Codec)
@pytest.mark.parametrize("frames", [1, 2, 30])
def test_the_decoder_configuration_depends_on_neither_quality_factor_nor_length(
    tmp_path: Path, codec: Codec, frames: int
) -> None:
    profile = profile_of(codec)
    other = profile.model_copy(update={"crf": profile.crf + 9})

    clip = contract_clip(tmp_path / "clip.mp4", frames, profile=other)

    assert read_contract(clip, profile) is not None


@pytest.mark.parametrize("codec", Codec)
@pytest.mark.parametrize("others", Codec)
def test_a_part_in_another_codec_is_refused(tmp_path: Path, codec: Codec, others: Codec) -> None:
    clip = contract_clip(tmp_path / "clip.mp4", 24, profile=profile_of(others))
    parts = [Part(path=clip, first=0, last=24)]

    if codec is others:
        assert assemble(parts, None, tmp_path / "film.mp4", profile=profile_of(codec)).frames == 24
    else:
        with pytest.raises(ForeignPartError, match=r"clip\.mp4"):
            assemble(parts, None, tmp_path / "film.mp4", profile=profile_of(codec))


@pytest.mark.parametrize(("codec", "tag"), [(Codec.H264, "avc1"), (Codec.HEVC, "hvc1"), (Codec.AV1, "av01")])
def test_the_film_carries_the_tag_that_players_look_for(tmp_path: Path, codec: Codec, tag: str) -> None:
    film = assemble(two_scenes(tmp_path, profile_of(codec)), None, tmp_path / "film.mp4", profile=profile_of(codec))

    with av.open(str(film.path)) as container:
        assert container.streams.video[0].codec_context.codec_tag == tag


@pytest.mark.parametrize("codec", Codec)
def test_only_keyframes_are_taken_for_keyframes(tmp_path: Path, codec: Codec) -> None:
    profile = profile_of(codec)
    with reading(contract_clip(tmp_path / "clip.mp4", 30, profile=profile, gop=15)) as reader:
        table = reader.table()
        assert table is not None
        packets = [memoryview(reader.sample(table, number)) for number in range(len(table))]

    plain = [is_plain_keyframe(codec, packet, configuration(profile)) for packet in packets]

    assert plain == table.keyframes.tolist()
    assert not any(is_plain_keyframe(codec, packet[:-1], configuration(profile)) for packet in packets)
    assert not is_plain_keyframe(codec, memoryview(b""), configuration(profile))


@pytest.mark.parametrize("codec", Codec)
def test_a_format_names_its_codec(codec: Codec) -> None:
    profile = VideoProfile.of(FilmFormat(quality=Quality.DRAFT, codec=codec))

    assert (profile.codec, profile.width, profile.height) == (codec, 960, 540)
