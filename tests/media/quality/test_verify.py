from itertools import chain, repeat
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from film.quality import Flaw
from media.assemble import Part, assemble
from media.encode import encode
from media.lettering.cards import title_card
from media.picture.thumbnail import poster, thumbnail
from media.planes import filled, planes_of
from media.quality.verify import Expectation, verify
from media.sound.mix import mix
from media.sound.plan import MixPlan, MusicBed
from tests.media.material import SMALL, contract_clip, foreign_clip, pattern, patterns, tone

GOOD = Expectation(profile=SMALL, frames=72, loudness_lufs=-14)


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tmp_path = tmp_path_factory.mktemp("film")
    clip = contract_clip(tmp_path / "clip.mp4", 72)
    music = MusicBed(path=tone(tmp_path / "tone.wav", 2))
    mix(MixPlan(frames=72, fps=24, music=music), tmp_path / "mix.wav")
    return assemble(
        [Part(path=clip, first=0, last=72)], tmp_path / "mix.wav", tmp_path / "film.mp4", profile=SMALL
    ).path


def flaws(path: Path, expected: Expectation) -> list[Flaw]:
    return [finding.flaw for finding in verify(path, expected)]


def silent_film(folder: Path, frames: list[av.VideoFrame]) -> Path:
    encode(frames, folder / "clip.mp4", SMALL)
    parts = [Part(path=folder / "clip.mp4", first=0, last=len(frames))]
    return assemble(parts, None, folder / "film.mp4", profile=SMALL).path


def test_a_good_film_has_no_findings(film: Path) -> None:
    assert verify(film, GOOD) == []


@pytest.mark.parametrize(
    ("change", "flaw"),
    [
        ({"frames": 71}, Flaw.FRAMES),
        ({"frames": 80}, Flaw.LENGTH),
        ({"loudness_lufs": -23.0}, Flaw.LOUDNESS),
        ({"peak_dbtp": -30.0}, Flaw.PEAK),
        ({"profile": SMALL.model_copy(update={"width": 640})}, Flaw.SIZE),
        ({"profile": SMALL.model_copy(update={"fps": 25})}, Flaw.TIMES),
    ],
)
def test_what_is_not_as_expected_is_found(film: Path, change: dict[str, object], flaw: Flaw) -> None:
    assert flaw in flaws(film, GOOD.model_copy(update=change))


def test_a_black_second_is_found(tmp_path: Path) -> None:
    black = repeat(filled(320, 180), 30)
    path = silent_film(tmp_path, [*patterns(20), *black, *patterns(20)])

    findings = verify(path, Expectation(profile=SMALL, frames=70, peak_dbtp=None))

    assert [(finding.flaw, finding.at_s) for finding in findings] == [(Flaw.BLACK, pytest.approx(20 / 24))]


def test_a_frozen_second_is_found(tmp_path: Path) -> None:
    held = repeat(pattern(20, 320, 180), 40)
    path = silent_film(tmp_path, [*chain(patterns(20), held, patterns(20))])

    assert flaws(path, Expectation(profile=SMALL, frames=80)) == [Flaw.FROZEN]
    assert flaws(path, Expectation(profile=SMALL, frames=80, frozen_s=2)) == []


def test_a_small_thing_that_moves_is_no_frozen_picture(tmp_path: Path) -> None:
    frames = [filled(320, 180, (90, 128, 128)) for _ in range(48)]
    for number, frame in enumerate(frames):
        planes_of(frame)[0][80:100, number * 4 : number * 4 + 20] = 200

    assert flaws(silent_film(tmp_path, frames), Expectation(profile=SMALL, frames=48)) == []


def test_a_card_on_a_blurred_still_is_no_frozen_picture(tmp_path: Path) -> None:
    thumbnail(contract_clip(tmp_path / "clip.mp4", 12), tmp_path / "still.jpg", frame=3)
    made = title_card(
        tmp_path / "card.mp4",
        profile=SMALL,
        frames=96,
        edge_frames=12,
        title="Sea",
        background=tmp_path / "still.jpg",
    )
    film = assemble([Part(path=made.path, first=0, last=96)], None, tmp_path / "film.mp4", profile=SMALL)

    assert flaws(film.path, Expectation(profile=SMALL, frames=96)) == []


def test_an_index_behind_the_media_and_missing_tags_are_found(tmp_path: Path) -> None:
    clip = foreign_clip(tmp_path / "clip.mp4", 48, size=(320, 180), fps=24)

    found = flaws(clip, Expectation(profile=SMALL, frames=48, sound=False))

    assert found == [Flaw.FASTSTART, Flaw.COLOUR]


def test_a_damaged_film_is_found(film: Path, tmp_path: Path) -> None:
    data = bytearray(film.read_bytes())
    middle = len(data) * 2 // 3
    data[middle : middle + 4000] = bytes(4000)
    damaged = tmp_path / "damaged.mp4"
    damaged.write_bytes(bytes(data))

    assert flaws(damaged, GOOD)


def test_no_film_at_all_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "film.mp4").write_text("nothing")

    assert flaws(tmp_path / "film.mp4", GOOD) == [Flaw.UNREADABLE]


@pytest.mark.parametrize("name", ["t.jpg", "t.webp", "t.png"])
def test_a_thumbnail_shows_the_frame_asked_for(film: Path, tmp_path: Path, name: str) -> None:
    thumbnail(film, tmp_path / name, frame=40, width=160)

    picture = cv2.imread(str(tmp_path / name))
    expected = pattern(40, 320, 180).reformat(format="bgr24", src_colorspace="ITU709").to_ndarray()
    assert picture.shape == (90, 160, 3)
    assert np.abs(picture.astype(int) - cv2.resize(expected, (160, 90), interpolation=cv2.INTER_AREA)).mean() < 10


def test_a_poster_is_no_black_frame(tmp_path: Path) -> None:
    frames = [*repeat(filled(320, 180), 24), *patterns(24)]
    encode(frames, tmp_path / "clip.mp4", SMALL, keyframes=(0, 12, 24, 36))

    poster(tmp_path / "clip.mp4", tmp_path / "poster.jpg")

    assert cv2.imread(str(tmp_path / "poster.jpg")).mean() > 50


def test_a_picture_of_an_unknown_kind_is_refused(film: Path, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"poster\.gif"):
        poster(film, tmp_path / "poster.gif")
