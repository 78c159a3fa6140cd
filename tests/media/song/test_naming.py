"""What parts of a song are called, by their energy and their likeness."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from film.song import SectionKind
from media.song.naming import Part, named


def song(*parts: tuple[str, float, float, bool]) -> list[Part]:
    """Parts of (sound, seconds, energy, sung); those of one letter sound alike."""
    found, at = [], 0.0
    for sound, seconds, energy, vocals in parts:
        features = 10.0 * np.eye(26)[ord(sound) - ord("a")]
        found.append(Part(start_s=at, end_s=at + seconds, sound=features, energy=energy, vocals=vocals))
        at += seconds
    return found


def kinds(parts: list[Part]) -> list[str]:
    return [kind.value for kind in named(parts, parts[-1].end_s)]


def test_the_loudest_part_that_returns_is_the_chorus() -> None:
    parts = song(
        ("a", 8, 0.4, False), ("b", 16, 0.7, True), ("c", 16, 0.9, True), ("b", 16, 0.7, True), ("c", 16, 0.9, True)
    )
    assert kinds(parts) == ["intro", "verse", "chorus", "verse", "chorus"]


def test_when_everything_sounds_alike_the_loudest_half_at_most_is_chorus() -> None:
    parts = song(
        ("a", 8, 0.6, False), ("a", 8, 0.85, True), ("a", 12, 0.92, True), ("a", 12, 0.94, True), ("a", 8, 0.85, False)
    )
    assert kinds(parts) == ["intro", "verse", "chorus", "chorus", "outro"]


def test_an_instrumental_has_its_chorus_where_it_is_loudest() -> None:
    parts = song(("a", 10, 0.85, False), ("a", 15, 0.95, False), ("a", 10, 0.99, False), ("b", 5, 0.9, False))
    assert kinds(parts) == ["intro", "verse", "chorus", "outro"]


def test_a_song_of_even_loudness_has_no_chorus() -> None:
    assert "chorus" not in kinds(song(*[("a", 10, 0.9, True)] * 6))


@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.floats(4, 60), st.floats(0, 1), st.booleans()), min_size=1, max_size=10
    )
)
def test_no_more_than_about_half_of_any_song_is_chorus(parts: list[tuple[str, float, float, bool]]) -> None:
    made = song(*parts)
    found = named(made, made[-1].end_s)
    chorus_s = sum(part.length_s for part, kind in zip(made, found, strict=True) if kind is SectionKind.CHORUS)
    assert len(found) == len(made)
    assert chorus_s <= 0.55 * made[-1].end_s + 1e-6
