"""Whole songs, and files that are no songs, listened to from end to end."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from film.song import SectionKind, SongAnalysis, Sung
from media.errors import CancelledError, UnreadableError
from media.song import samples
from media.song.errors import SongTooLongError
from media.song.listening import listen
from media.sound.audio import RATE, write_wav16
from tests.media.song.songs import SONG, Made, song

BPM = 132
BAR_S = 4 * 60 / BPM


@pytest.fixture(scope="module")
def made() -> Made:
    return song(BPM, SONG)


@pytest.fixture(scope="module")
def heard(made: Made, tmp_path_factory: pytest.TempPathFactory) -> SongAnalysis:
    return listen(made.written(tmp_path_factory.mktemp("song") / "song.wav"), lyrics="one line\nand another line")


def test_sections_begin_within_a_bar_of_where_they_do(made: Made, heard: SongAnalysis) -> None:
    found = [section.start_s for section in heard.sections]
    truth = [start_s for _, start_s, _ in made.sections]
    assert len(found) == len(truth)
    assert np.allclose(found, truth, atol=BAR_S)


def test_sections_are_named_for_what_they_do(heard: SongAnalysis) -> None:
    kinds = [section.kind for section in heard.sections]
    assert kinds[0] is SectionKind.INTRO and kinds[-1] is SectionKind.OUTRO
    assert [at for at, kind in enumerate(kinds) if kind is SectionKind.CHORUS] == [2, 4, 6]
    assert kinds[1] is SectionKind.VERSE
    assert kinds[5] in (SectionKind.BREAK, SectionKind.BRIDGE)


def test_sections_cover_the_song_without_gaps(heard: SongAnalysis) -> None:
    edges = [section.start_s for section in heard.sections] + [heard.duration_s]
    assert edges[0] == 0
    assert [section.end_s for section in heard.sections] == edges[1:]
    assert all(edge in heard.downbeats_s for edge in edges[1:-1])


def test_energy_follows_the_band(heard: SongAnalysis) -> None:
    by_kind = {section.kind: section.energy for section in heard.sections}
    assert by_kind[SectionKind.CHORUS] > by_kind[SectionKind.VERSE] > by_kind[SectionKind.OUTRO]
    assert len(heard.energy) == int(np.ceil(heard.duration_s))
    assert all(0 <= value <= 1 for value in heard.energy)


def test_the_voice_is_heard_where_it_sings_and_nowhere_else(made: Made, heard: SongAnalysis) -> None:
    def covered(spans: tuple[tuple[float, float], ...], wider_s: float = 0.0) -> np.ndarray:
        line = np.zeros(round(made.duration_s * 100), bool)
        for start_s, end_s in spans:
            line[max(0, round((start_s - wider_s) * 100)) : round((end_s + wider_s) * 100)] = True
        return line

    found = covered(tuple((each.start_s, each.end_s) for each in heard.sung))
    assert found[covered(made.sung)].mean() >= 0.7
    assert found[~covered(made.sung, wider_s=1.5)].mean() <= 0.1
    assert all(heard.sections[at].vocals for at in (2, 4, 6))
    assert not any(heard.sections[at].vocals for at in (0, 5, 7))


def test_plain_lyrics_are_laid_where_somebody_sings(heard: SongAnalysis) -> None:
    def is_sung(start_s: float, end_s: float) -> bool:
        return any(each.start_s <= start_s + 0.01 and end_s <= each.end_s + 0.01 for each in heard.sung)

    assert [line.text for line in heard.lyrics] == ["one line", "and another line"]
    assert all(is_sung(line.start_s, line.end_s) for line in heard.lyrics)


@pytest.mark.parametrize(("kind", "seconds"), [("silence", 12.0), ("noise", 12.0), ("noise", 2.0), ("silence", 0.3)])
def test_what_is_no_song_gets_an_answer_without_beats(kind: str, seconds: float, tmp_path: Path) -> None:
    count = round(seconds * RATE)
    noise = np.random.default_rng(2).normal(0, 0.1, (count, 2)) if kind == "noise" else np.zeros((count, 2))
    write_wav16(tmp_path / "sound.wav", noise.astype(np.float32))
    heard = listen(tmp_path / "sound.wav")
    assert (heard.tempo_bpm, heard.beats_s, heard.downbeats_s, heard.sung) == (0, (), (), ())
    assert heard.duration_s == pytest.approx(seconds, abs=0.001)
    assert heard.sections[0].start_s == 0 and heard.sections[-1].end_s == heard.duration_s


def test_a_file_without_sound_and_an_endless_one_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "text.wav").write_bytes(b"this is no sound at all" * 50)
    with pytest.raises(UnreadableError):
        listen(tmp_path / "text.wav")
    write_wav16(tmp_path / "long.wav", np.zeros((5 * RATE, 2), np.float32))
    monkeypatch.setattr(samples, "LONGEST_S", 3.0)
    with pytest.raises(SongTooLongError):
        listen(tmp_path / "long.wav")


def test_listening_stops_when_told_to(tmp_path: Path) -> None:
    write_wav16(tmp_path / "sound.wav", np.zeros((5 * RATE, 2), np.float32))
    with pytest.raises(CancelledError):
        listen(tmp_path / "sound.wav", should_stop=lambda: True)


def test_sung_stretches_are_in_order_and_apart(heard: SongAnalysis) -> None:
    ends = [Sung(start_s=0, end_s=0.01), *heard.sung]
    assert all(before.end_s <= after.start_s for before, after in pairwise(ends))
