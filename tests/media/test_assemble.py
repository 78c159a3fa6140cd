import subprocess
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import imageio_ffmpeg
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from media.assemble import OddPart, Part, assemble
from media.errors import CancelledError, ForeignPartError
from media.mp4 import is_faststart, sample_descriptions
from media.picture.conform import Target, conform
from media.planes import planes_of
from media.probe import probe
from media.profile import VideoProfile
from media.sound.audio import RATE, read_sound
from media.span import decode
from media.transition import transition
from tests.media.material import SMALL, contract_clip, digests, foreign_clip, pattern, patterns, times, tone

DRAFT = SMALL.model_copy(update={"preset": "ultrafast", "crf": 26})


def cut(folder: Path, lengths: list[int], edge: int, profile: VideoProfile = SMALL) -> list[Part]:
    """Segments with transitions between them, as the parts of a film."""
    segments = [
        conform(
            contract_clip(folder / f"clip{n}.mp4", length, profile=profile, seed=n),
            [Target(folder / f"segment{n}.mp4", profile)],
            frames=length,
            edge_frames=edge,
        )[0]
        for n, length in enumerate(lengths)
    ]
    parts: list[Part] = []
    for number, segment in enumerate(segments):
        final = number == len(segments) - 1
        parts.append(Part(path=segment.path, first=edge if number else 0, last=segment.frames - (0 if final else edge)))
        if not final:
            blend = transition(
                segment.path, segments[number + 1].path, folder / f"x{number}.mp4", profile=profile, frames=edge
            )
            parts.append(Part(path=blend.path, first=0, last=edge))
    return parts


@pytest.mark.parametrize("profile", [SMALL, DRAFT], ids=["final", "draft"])
def test_a_film_is_its_parts_bit_for_bit(tmp_path: Path, profile: VideoProfile) -> None:
    parts = cut(tmp_path, [48, 60, 48], 12, profile)

    film = assemble(parts, tone(tmp_path / "tone.wav", 6), tmp_path / "film.mp4", profile=profile)

    expected = [digest for part in parts for digest in digests(part.path)[part.first : part.last]]
    assert film.frames == 132
    assert digests(film.path) == expected


def test_every_time_is_exact(tmp_path: Path) -> None:
    film = assemble(cut(tmp_path, [48, 60], 12), None, tmp_path / "film.mp4", profile=SMALL)

    shown, decoded = times(film.path)
    assert sorted(shown) == [Fraction(number, 24) for number in range(film.frames)]
    assert all(later - earlier == Fraction(1, 24) for earlier, later in pairwise(decoded))
    assert all(before <= after for before, after in zip(decoded, shown, strict=True))


def test_an_independent_decoder_has_no_complaint(tmp_path: Path) -> None:
    film = assemble(cut(tmp_path, [48, 30, 48], 12), tone(tmp_path / "t.wav", 9), tmp_path / "film.mp4", profile=SMALL)

    seen = subprocess.run(
        [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-xerror", "-i", str(film.path), "-f", "null", "-"],
        capture_output=True,
        check=False,
    )

    assert (seen.returncode, seen.stderr) == (0, b"")


def test_it_plays_from_its_first_byte_with_one_description_per_track(tmp_path: Path) -> None:
    film = assemble(cut(tmp_path, [48, 48], 12), None, tmp_path / "film.mp4", profile=SMALL)

    assert is_faststart(film.path)
    assert sample_descriptions(film.path) == (1, 1)


def test_metadata_is_written(tmp_path: Path) -> None:
    clip = contract_clip(tmp_path / "clip.mp4", 24)
    film = assemble(
        [Part(path=clip, first=0, last=24)], None, tmp_path / "f.mp4", profile=SMALL, metadata={"title": "Žluť"}
    )

    with av.open(str(film.path)) as container:
        assert container.metadata["title"] == "Žluť"


@pytest.mark.parametrize("seconds", [0.3, 2.0, 5.0])
def test_sound_is_as_long_as_the_picture(tmp_path: Path, seconds: float) -> None:
    clip = contract_clip(tmp_path / "clip.mp4", 49)
    film = assemble(
        [Part(path=clip, first=0, last=49)], tone(tmp_path / "t.wav", seconds), tmp_path / "f.mp4", profile=SMALL
    )

    seen = probe(film.path)
    assert seen.video is not None and seen.audio is not None
    assert abs(seen.video.duration_s - seen.audio.duration_s) <= 1024 / RATE
    assert abs(len(read_sound(film.path)) / RATE - 49 / 24) <= 1024 / RATE


def test_sound_and_picture_stay_together(tmp_path: Path) -> None:
    clip = contract_clip(tmp_path / "clip.mp4", 48)
    from scipy.io import wavfile

    clicks = np.zeros((2 * RATE, 2), np.float32)
    clicks[RATE : RATE + 48] = 0.9
    wavfile.write(tmp_path / "click.wav", RATE, clicks)

    film = assemble([Part(path=clip, first=0, last=48)], tmp_path / "click.wav", tmp_path / "f.mp4", profile=SMALL)

    heard = np.abs(read_sound(film.path)[:, 0])
    assert int(heard.argmax()) == pytest.approx(RATE + 24, abs=48)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lengths=st.lists(st.integers(14, 40), min_size=1, max_size=4), edge=st.integers(2, 6))
def test_the_length_is_exact_for_any_cut_list(tmp_path: Path, lengths: list[int], edge: int) -> None:
    film = assemble(cut(tmp_path, lengths, edge), None, tmp_path / "film.mp4", profile=SMALL)

    expected = sum(lengths) - edge * (len(lengths) - 1)
    assert film.frames == expected
    assert len(digests(film.path)) == expected


def test_a_foreign_part_is_refused_by_name(tmp_path: Path) -> None:
    parts = cut(tmp_path, [48], 12)
    stranger = contract_clip(tmp_path / "stranger.mp4", 24, profile=DRAFT)

    with pytest.raises(ForeignPartError, match=r"stranger\.mp4"):
        assemble([*parts, Part(path=stranger, first=0, last=24)], None, tmp_path / "film.mp4", profile=SMALL)

    assert not (tmp_path / "film.mp4").exists()


@pytest.mark.parametrize(("first", "last"), [(5, 24), (0, 20), (0, 60)])
def test_a_part_that_does_not_stand_on_its_own_is_refused(tmp_path: Path, first: int, last: int) -> None:
    clip = contract_clip(tmp_path / "clip.mp4", 48)

    with pytest.raises(ForeignPartError, match=r"clip\.mp4"):
        assemble([Part(path=clip, first=first, last=last)], None, tmp_path / "film.mp4", profile=SMALL)


def test_no_parts_are_no_film(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least one part"):
        assemble([], None, tmp_path / "film.mp4", profile=SMALL)


def test_a_cancelled_assembly_leaves_no_files(tmp_path: Path) -> None:
    parts = cut(tmp_path, [48], 12)
    before = sorted(tmp_path.iterdir())
    done: list[int] = []

    with pytest.raises(CancelledError):
        assemble(
            parts,
            None,
            tmp_path / "film.mp4",
            profile=SMALL,
            on_progress=done.append,
            should_stop=lambda: len(done) > 9,
        )

    assert sorted(tmp_path.iterdir()) == before


def other(folder: Path, kind: str) -> Path:
    """A clip that is not in the contract: its decoder configuration differs."""
    path = folder / f"{kind}.mp4"
    match kind:
        case "another preset":
            return contract_clip(path, 36, profile=DRAFT, seed=5)
        case "another size":
            return contract_clip(path, 36, profile=SMALL.model_copy(update={"width": 160, "height": 90}), seed=5)
        case "another rate":
            return foreign_clip(path, 45, fps=30)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=24, options={"preset": SMALL.preset, "crf": "33"})
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        codec = stream.codec_context
        codec.time_base = Fraction(1, 24)
        codec.colorspace = codec.color_primaries = codec.color_trc = codec.color_range = 1
        for number, frame in enumerate(patterns(36, seed=5)):
            frame.pts, frame.time_base = number, Fraction(1, 24)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


ODD = ("another preset", "another size", "another rate", "another quality")


@pytest.mark.parametrize("kind", ODD)
def test_an_odd_part_is_refused_by_name(tmp_path: Path, kind: str) -> None:
    parts = [*cut(tmp_path, [48], 12), Part(path=other(tmp_path, kind), first=0, last=36)]

    with pytest.raises(ForeignPartError, match=kind):
        assemble(parts, None, tmp_path / "film.mp4", profile=SMALL)


@pytest.mark.parametrize("kind", ODD)
def test_an_odd_part_is_encoded_again_if_that_is_wished(tmp_path: Path, kind: str) -> None:
    good = cut(tmp_path, [48], 12)[0]
    odd = Part(path=other(tmp_path, kind), first=6, last=36)

    film = assemble([good, odd, good], None, tmp_path / "film.mp4", profile=SMALL, odd=OddPart.REENCODE)

    assert (film.frames, film.packets_copied, film.reencoded_parts) == (126, 96, (odd.path,))
    assert digests(film.path)[:48] == digests(film.path)[78:] == digests(good.path)
    middle = [planes_of(frame)[0].astype(int) for frame in decode(film.path, SMALL, 48, 78)]
    if kind in {"another preset", "another quality"}:
        assert np.abs(middle[0] - planes_of(pattern(6, 320, 180, 5))[0]).mean() < 6
    assert np.abs(middle[0] - middle[15]).mean() > 3
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_an_odd_part_without_the_frames_asked_for_is_refused_all_the_same(tmp_path: Path) -> None:
    part = Part(path=other(tmp_path, "another size"), first=0, last=60)

    with pytest.raises(ForeignPartError, match="another size"):
        assemble([part], None, tmp_path / "film.mp4", profile=SMALL, odd=OddPart.REENCODE)
