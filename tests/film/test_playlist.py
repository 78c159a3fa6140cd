from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from film.playlist import (
    Fragment,
    PictureSize,
    Rendition,
    growing_playlist,
    master_playlist,
    media_playlist,
    ready_prefix,
)
from tests.media.outputs.reading import attributes, read_playlist

lengths = st.lists(st.integers(2, 500), min_size=1, max_size=60)
rates = st.sampled_from([24, 25, 30, 48, 50, 60])


def rendition(frames: list[int], fps: int) -> Rendition:
    fragments = tuple(
        Fragment(uri=f"https://films/{number}.m4s?sig=a,b", duration_s=Fraction(count, fps), size_bytes=1000 + number)
        for number, count in enumerate(frames)
    )
    return Rendition(init_uri="https://films/init.mp4", codecs="avc1.640028", fragments=fragments)


@settings(max_examples=50, deadline=None)
@given(frames=lengths, fps=rates)
def test_a_finished_list_is_valid_and_as_long_as_its_film(frames: list[int], fps: int) -> None:
    listed = read_playlist(media_playlist(rendition(frames, fps)))

    assert listed.ended
    assert [uri for _, uri in listed.entries] == [f"https://films/{n}.m4s?sig=a,b" for n in range(len(frames))]
    assert abs(listed.duration_s - Fraction(sum(frames), fps)) <= Fraction(1, 2_000_000)
    assert listed.init == "https://films/init.mp4"


@settings(max_examples=50, deadline=None)
@given(frames=lengths, fps=rates, data=st.data())
def test_a_growing_list_only_ever_grows(frames: list[int], fps: int, data: st.DataObject) -> None:
    fragments = rendition(frames, fps).fragments
    longest = Fraction(max(frames), fps)
    order = data.draw(st.permutations(range(len(frames))))
    done: set[int] = set()
    before = None
    for number in order:
        done.add(number)
        places = [fragment if n in done else None for n, fragment in enumerate(fragments)]
        listed = read_playlist(growing_playlist("init.mp4", places, longest_s=longest))
        assert len(listed.entries) == len(ready_prefix(places))
        assert listed.ended == (len(done) == len(frames))
        if before is not None:
            assert listed.entries[: len(before.entries)] == before.entries
            assert listed.tags["EXT-X-TARGETDURATION"] == before.tags["EXT-X-TARGETDURATION"]
        before = listed
    assert before is not None
    assert abs(before.duration_s - Fraction(sum(frames), fps)) <= Fraction(1, 2_000_000)


def test_a_list_before_the_first_scene_is_empty_and_open() -> None:
    listed = read_playlist(growing_playlist("init.mp4", [None, None], longest_s=Fraction(5)))
    assert (listed.entries, listed.ended) == ([], False)


def test_a_fragment_longer_than_announced_is_refused() -> None:
    long = Fragment(uri="0.m4s", duration_s=Fraction(6), size_bytes=9)
    with pytest.raises(ValueError, match="longer"):
        growing_playlist("init.mp4", [long, None], longest_s=Fraction(5))


def test_the_master_names_both_renditions_and_the_highest_bit_rate() -> None:
    picture = Rendition(
        init_uri="v.mp4",
        codecs="avc1.640028",
        fragments=(
            Fragment(uri="0", duration_s=Fraction(4), size_bytes=4000),
            Fragment(uri="1", duration_s=Fraction(2), size_bytes=4000),
        ),
    )
    sound = Rendition(
        init_uri="a.mp4",
        codecs="mp4a.40.2",
        fragments=(Fragment(uri="2", duration_s=Fraction(6), size_bytes=600),),
    )
    size = PictureSize(width=1920, height=1080, fps=30)
    listed = read_playlist(master_playlist(picture, "video.m3u8", size, sound, "audio.m3u8"))

    [(variant, address)] = listed.variants
    assert address == "video.m3u8"
    assert variant["CODECS"] == "avc1.640028,mp4a.40.2"
    assert int(variant["BANDWIDTH"]) == 4000 * 8 / 2 + 600 * 8 / 6
    assert int(variant["AVERAGE-BANDWIDTH"]) == -(-8000 * 8 // 6) + 600 * 8 / 6
    media = attributes(listed.tags["EXT-X-MEDIA"][0])
    assert (media["TYPE"], media["URI"], media["GROUP-ID"]) == ("AUDIO", "audio.m3u8", variant["AUDIO"])


def test_a_film_without_sound_has_no_sound_rendition() -> None:
    size = PictureSize(width=320, height=180, fps=24)
    listed = read_playlist(master_playlist(rendition([48], 24), "video.m3u8", size))
    assert "EXT-X-MEDIA" not in listed.tags
    assert "AUDIO" not in listed.variants[0][0]


@pytest.mark.parametrize("address", ["a\nb", 'a"b', "#a"])
def test_an_address_that_would_break_the_list_is_refused(address: str) -> None:
    fragment = Fragment(uri=address, duration_s=Fraction(2), size_bytes=9)
    with pytest.raises(ValueError, match="address"):
        media_playlist(Rendition(init_uri="i.mp4", codecs="avc1.640028", fragments=(fragment,)))


def test_nothing_is_listed_of_nothing() -> None:
    empty = Rendition(init_uri="i.mp4", codecs="avc1.640028")
    with pytest.raises(ValueError, match="fragment"):
        media_playlist(empty)
    with pytest.raises(ValueError, match="fragment"):
        master_playlist(empty, "video.m3u8", PictureSize(width=2, height=2, fps=24))
