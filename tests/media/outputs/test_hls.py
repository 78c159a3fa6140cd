from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from film.format import Codec, FilmFormat, Quality
from media.errors import CancelledError, ForeignPartError
from media.outputs.clock import SoundClock
from media.outputs.cmaf import Sample
from media.outputs.hls import MASTER, PICTURE_LIST, SOUND_LIST, HlsFilm, gathered, write_hls
from media.profile import VideoProfile
from media.sound.audio import read_sound
from media.source import opened
from media.span import Span
from media.work import UNWATCHED
from tests.media.material import SMALL, digests, times, tone
from tests.media.outputs.films import aac_track, film_of, hum, scenes
from tests.media.outputs.reading import boxes, decode_time, joined, read_playlist

EDGE = 12


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> list[Span]:
    folder = tmp_path_factory.mktemp("parts")
    return film_of(scenes(folder, [60, 84, 60, 50], EDGE), folder, EDGE)


@pytest.fixture(scope="module")
def frames(parts: list[Span]) -> int:
    return sum(part.frames for part in parts)


@pytest.fixture(scope="module")
def film(parts: list[Span], frames: int, tmp_path_factory: pytest.TempPathFactory) -> HlsFilm:
    folder = tmp_path_factory.mktemp("hls")
    track = aac_track(folder / "film.m4a", hum(frames * 2000))
    return write_hls(parts, track, folder / "hls", profile=SMALL)


def test_the_pictures_are_the_parts_bit_for_bit(film: HlsFilm, parts: list[Span], tmp_path: Path) -> None:
    whole = joined(film.folder, PICTURE_LIST, tmp_path / "video.mp4")

    expected = [digest for part in parts for digest in digests(part.path)[part.first : part.last]]
    assert digests(whole) == expected


def test_every_picture_has_its_exact_time(film: HlsFilm, frames: int, tmp_path: Path) -> None:
    shown, decoded = times(joined(film.folder, PICTURE_LIST, tmp_path / "video.mp4"))

    assert sorted(shown) == [Fraction(number, 24) for number in range(frames)]
    assert all(later - earlier == Fraction(1, 24) for earlier, later in pairwise(decoded))


def test_the_sound_is_the_track_to_the_sample(film: HlsFilm, frames: int, tmp_path: Path) -> None:
    whole = joined(film.folder, SOUND_LIST, tmp_path / "audio.mp4")

    heard, original = read_sound(whole), read_sound(film.folder.parent / "film.m4a")
    # The first packet is half of an overlap whose other half, the priming, is not streamed.
    assert np.array_equal(heard[1024:], original[1024:])
    assert np.abs(heard[:1024]).max() < 0.25
    with opened(whole) as container:
        packets = [packet for packet in container.demux(container.streams.audio[0]) if packet.size]
    assert [packet.pts for packet in packets] == list(range(0, frames * 2000, 1024))
    assert sum(packet.duration or 0 for packet in packets) == frames * 2000


def test_fragments_follow_each_other_without_a_gap(film: HlsFilm, frames: int) -> None:
    for rendition, rate in ((film.picture, 30_000), (film.sound, 48_000)):
        at = Fraction()
        for fragment in rendition.fragments:
            started = decode_time((film.folder / fragment.uri).read_bytes())
            assert started == at * rate
            at += fragment.duration_s
        assert at == Fraction(frames, 24)


def test_each_fragment_decodes_on_its_own(film: HlsFilm, parts: list[Span], tmp_path: Path) -> None:
    whole = digests(joined(film.folder, PICTURE_LIST, tmp_path / "video.mp4"))
    first = 0
    assert len(film.picture.fragments) > 1
    for fragment in film.picture.fragments:
        alone = tmp_path / fragment.uri
        alone.write_bytes(
            (film.folder / film.picture.init_uri).read_bytes() + (film.folder / fragment.uri).read_bytes()
        )
        seen = digests(alone)
        assert seen == whole[first : first + len(seen)]
        first += len(seen)


def test_playlists_say_what_the_files_hold(film: HlsFilm, frames: int) -> None:
    video, audio = (read_playlist((film.folder / name).read_text()) for name in (PICTURE_LIST, SOUND_LIST))
    for listed in (video, audio):
        assert listed.ended
        assert listed.tags["EXT-X-PLAYLIST-TYPE"] == ["VOD"]
        assert abs(listed.duration_s - Fraction(frames, 24)) < Fraction(1, 1_000_000)
        assert all((film.folder / uri).is_file() for uri in [listed.init, *(uri for _, uri in listed.entries)])
    assert all(2 <= duration <= 8 for duration, _ in video.entries)

    master = read_playlist((film.folder / MASTER).read_text())
    [(variant, address)] = master.variants
    assert address == PICTURE_LIST
    assert variant["CODECS"] == "avc1.64000c,mp4a.40.2"
    assert variant["RESOLUTION"] == "320x180"
    assert variant["FRAME-RATE"] == "24.000"


def test_headers_have_one_description_and_no_samples(film: HlsFilm) -> None:
    for name in (film.picture.init_uri, film.sound.init_uri):
        found = dict(boxes((film.folder / name).read_bytes()))
        assert found["moov/trak/mdia/minf/stbl/stsd"][4:8] == bytes([0, 0, 0, 1])
        assert found["moov/trak/mdia/minf/stbl/stsz"] == bytes(12)
        assert "moov/mvex/trex" in found
    with opened(film.folder / film.picture.init_uri) as container:
        codec = container.streams.video[0].codec_context
        assert (codec.colorspace, codec.color_primaries, codec.color_trc, codec.color_range) == (1, 1, 1, 1)


def test_the_same_film_gives_the_same_bytes(film: HlsFilm, parts: list[Span], tmp_path: Path) -> None:
    again = write_hls(parts, film.folder.parent / "film.m4a", tmp_path / "again", profile=SMALL)

    names = sorted(path.name for path in film.folder.iterdir())
    assert names == sorted(path.name for path in again.folder.iterdir())
    assert all((film.folder / name).read_bytes() == (again.folder / name).read_bytes() for name in names)


def test_a_part_of_another_profile_is_refused_and_nothing_stays(parts: list[Span], tmp_path: Path) -> None:
    other = SMALL.model_copy(update={"preset": "ultrafast"})
    with pytest.raises(ForeignPartError):
        write_hls(parts, tmp_path / "none.m4a", tmp_path / "hls", profile=other)
    assert list(tmp_path.iterdir()) == []


def test_sound_that_is_no_track_of_this_film_is_refused(parts: list[Span], tmp_path: Path) -> None:
    short = aac_track(tmp_path / "short.m4a", hum(48_000))
    for audio in (short, tone(tmp_path / "tone.wav", 8)):
        with pytest.raises(ForeignPartError, match=audio.name):
            write_hls(parts, audio, tmp_path / "hls", profile=SMALL)
    assert not (tmp_path / "hls").exists()


def test_it_stops_when_told_to(parts: list[Span], frames: int, tmp_path: Path) -> None:
    track = aac_track(tmp_path / "film.m4a", hum(frames * 2000))
    with pytest.raises(CancelledError):
        write_hls(parts, track, tmp_path / "hls", profile=SMALL, should_stop=lambda: True)
    assert [path.name for path in tmp_path.iterdir()] == ["film.m4a"]


def test_progress_is_told_frame_by_frame(parts: list[Span], frames: int, tmp_path: Path) -> None:
    track = aac_track(tmp_path / "film.m4a", hum(frames * 2000))
    told: list[int] = []
    write_hls(parts, track, tmp_path / "hls", profile=SMALL, on_progress=told.append)
    assert told == list(range(1, frames + 1))


@pytest.mark.parametrize(("codec", "starts"), [(Codec.HEVC, "hvc1."), (Codec.AV1, "av01.")], ids=["hevc", "av1"])
def test_films_of_other_codecs_are_streamed_bit_for_bit_as_well(tmp_path: Path, codec: Codec, starts: str) -> None:
    profile = VideoProfile.of(FilmFormat(quality=Quality.DRAFT, codec=codec)).model_copy(
        update={"width": 320, "height": 180}
    )
    parts = film_of(scenes(tmp_path, [60, 60], EDGE, profile=profile), tmp_path, EDGE, profile=profile)
    track = aac_track(tmp_path / "film.m4a", hum(108 * 2000))
    film = write_hls(parts, track, tmp_path / "hls", profile=profile)

    assert film.picture.codecs.startswith(starts)
    whole = joined(film.folder, PICTURE_LIST, tmp_path / "video.mp4")
    assert digests(whole) == [digest for part in parts for digest in digests(part.path)[part.first : part.last]]
    assert sorted(times(whole)[0]) == [Fraction(number, 24) for number in range(108)]


@settings(max_examples=50, deadline=None)
@given(gops=st.lists(st.integers(1, 250), min_size=1, max_size=40), fps=st.sampled_from([24, 25, 30, 48, 50, 60]))
def test_fragments_begin_with_keyframes_and_last_some_seconds(gops: list[int], fps: int) -> None:
    keys = {sum(gops[:number]) for number in range(len(gops))}
    frames = sum(gops)
    samples = [Sample(b"", 1, keyframe=number in keys) for number in range(frames)]

    runs = list(gathered(samples, frames, fps, UNWATCHED))

    assert [sample for run in runs for sample in run] == samples
    assert all(run[0].keyframe for run in runs)
    assert all(len(run) >= 4 * fps for run in runs[:-1])
    assert len(runs[-1]) >= min(frames, 2 * fps)
    assert all(len(run) < 6 * fps + max(gops) for run in runs)


@settings(max_examples=100, deadline=None)
@given(frames=st.integers(1, 5000), fps=st.sampled_from([24, 25, 30, 48, 50, 60]), data=st.data())
def test_sound_is_cut_without_loss_wherever_pictures_are(frames: int, fps: int, data: st.DataObject) -> None:
    clock = SoundClock(frames, fps)
    cuts = sorted(data.draw(st.sets(st.integers(1, frames), max_size=8)) | {0, frames})
    packets = [clock.packet_at(cut) for cut in cuts]

    assert sum(clock.heard_s(first, last) for first, last in pairwise(packets)) == Fraction(frames, fps)
    assert sum(clock.duration(packet) for packet in range(packets[-1])) == frames * 48_000 // fps
    assert all(0 < clock.duration(packet) <= 1024 for packet in range(packets[-1]))
    assert all(
        abs(Fraction(packet * 1024, 48_000) - Fraction(cut, fps)) < Fraction(1024, 48_000)
        for packet, cut in zip(packets, cuts, strict=True)
    )
