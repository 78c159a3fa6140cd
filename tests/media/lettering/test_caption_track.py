import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from film.format import Aspect, FilmFormat, Quality
from film.lettering import BrandColours, CaptionStyle
from film.sound import Word
from media.lettering.caption_track import CaptionTrack
from media.lettering.captions import words_of
from media.lettering.layout import safe_area
from media.lettering.lower_third import lower_third
from media.picture.overlay import Drawn, Window
from media.planes import Planes, filled, planes_of
from media.profile import VideoProfile

WIDE = VideoProfile.of(FilmFormat(quality=Quality.DRAFT))
SPOKEN = words_of("The city glows gold behind him, and the robot walks on.", 4)
HIGHLIGHTING = (CaptionStyle.KARAOKE, CaptionStyle.UNDERLINE)
BLUE = BrandColours(accent="#3aa0ff")
GREY = (120, 128, 128)


def drawn(track: Drawn, frame: int, profile: VideoProfile = WIDE) -> Planes:
    canvas = filled(profile.width, profile.height, GREY)
    track.draw(planes_of(canvas), frame)
    return planes_of(canvas)


def changed(planes: Planes) -> Window:
    """What differs from the grey ground."""
    marks = np.abs(planes[0].astype(int) - GREY[0]) > 3
    rows, columns = np.flatnonzero(marks.any(axis=1)), np.flatnonzero(marks.any(axis=0))
    return Window(int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)


def blue_columns(planes: Planes) -> np.ndarray:
    return np.flatnonzero((planes[1] > 140).any(axis=0)) * 2


@pytest.mark.parametrize("aspect", list(Aspect))
@pytest.mark.parametrize("style", list(CaptionStyle))
@pytest.mark.parametrize(
    "text", ["The city glows gold behind him, and the robot walks on.", "城市在他身后闪着金光机器人继续前行", "🔥 Ja!"]
)
def test_captions_stay_in_the_safe_area(aspect: Aspect, style: CaptionStyle, text: str) -> None:
    profile = VideoProfile.of(FilmFormat(aspect=aspect, quality=Quality.DRAFT))
    track = CaptionTrack(words_of(text, 4), style, profile=profile, frames=96)
    safe = safe_area(profile)

    for frame in (10, 30):
        shown = changed(drawn(track, frame, profile))
        assert safe.left <= shown.left < shown.right <= safe.right
        assert safe.top <= shown.top < shown.bottom <= safe.bottom + 8


@pytest.mark.parametrize("style", list(CaptionStyle))
def test_a_caption_shows_while_it_is_spoken(style: CaptionStyle) -> None:
    words = (Word(text="Wait", start_s=1, end_s=1.4), Word(text="here.", start_s=1.4, end_s=2))
    track = CaptionTrack(words, style, profile=WIDE, frames=96)

    assert not track.touches(0, 24)
    assert track.touches(24, 25)
    assert (drawn(track, 23)[0] == GREY[0]).all()
    assert (drawn(track, 90)[0] == GREY[0]).all()
    assert (drawn(track, 38)[0] > 200).any()


@pytest.mark.parametrize("style", HIGHLIGHTING)
def test_the_mark_moves_with_the_spoken_word(style: CaptionStyle) -> None:
    words = tuple(Word(text=text, start_s=n, end_s=n + 1) for n, text in enumerate(["One", "after", "another"]))
    track = CaptionTrack(words, style, profile=WIDE, frames=96, colours=BLUE)

    places = [blue_columns(drawn(track, 24 * n + 12)) for n in range(3)]
    assert places[0].max() < places[1].min() < places[1].max() < places[2].min()


def test_in_arabic_the_mark_moves_from_right_to_left() -> None:
    words = tuple(Word(text=text, start_s=n, end_s=n + 1) for n, text in enumerate(["واحد", "بعد", "الآخر"]))
    track = CaptionTrack(words, CaptionStyle.KARAOKE, profile=WIDE, frames=96, colours=BLUE)

    places = [blue_columns(drawn(track, 24 * n + 12)) for n in range(3)]
    assert places[0].min() > places[1].max() > places[1].min() > places[2].max()


def test_marking_a_word_does_not_move_a_letter() -> None:
    plain = CaptionTrack(SPOKEN, CaptionStyle.PLAIN, profile=WIDE, frames=96)
    karaoke = CaptionTrack(
        SPOKEN, CaptionStyle.KARAOKE, profile=WIDE, frames=96, colours=BrandColours(accent="#ffffff")
    )

    for frame in (20, 40):
        both = [drawn(track, frame)[0].astype(int) for track in (plain, karaoke)]
        assert np.abs(both[0] - both[1]).max() <= 24


def test_plain_and_boxed_captions_have_no_mark() -> None:
    for style in (CaptionStyle.PLAIN, CaptionStyle.BOX):
        track = CaptionTrack(SPOKEN, style, profile=WIDE, frames=96, colours=BLUE)
        assert not len(blue_columns(drawn(track, 30)))


def test_popping_words_come_alone_and_larger() -> None:
    popped = CaptionTrack(SPOKEN, CaptionStyle.POP, profile=WIDE, frames=96)
    plain = CaptionTrack(SPOKEN, CaptionStyle.PLAIN, profile=WIDE, frames=96)

    one, whole = changed(drawn(popped, 20)), changed(drawn(plain, 20))
    middle = (one.left + one.right) / 2
    assert middle == pytest.approx(WIDE.width / 2, abs=4)
    assert one.right - one.left < whole.right - whole.left
    assert not np.array_equal(drawn(popped, 12)[0], drawn(popped, 30)[0])


@pytest.mark.parametrize("aspect", list(Aspect))
@pytest.mark.parametrize("style", list(CaptionStyle))
def test_captions_leave_a_lower_third_free(aspect: Aspect, style: CaptionStyle) -> None:
    profile = VideoProfile.of(FilmFormat(aspect=aspect, quality=Quality.DRAFT))
    plate = lower_third("Downtown Austin, Texas", profile=profile, first=0, last=96)
    track = CaptionTrack(SPOKEN, style, profile=profile, frames=96, clear_of=plate.area)

    for frame in (20, 60):
        shown = changed(drawn(track, frame, profile)).shared(plate.area)
        assert shown.top >= shown.bottom or shown.left >= shown.right


def test_any_ink_is_readable_on_its_box_or_rim() -> None:
    poor = BrandColours(ink="#3a3a3a", plate="#202020")

    boxed = CaptionTrack(SPOKEN, CaptionStyle.BOX, profile=WIDE, frames=96, colours=poor).contrast
    bare = CaptionTrack(SPOKEN, CaptionStyle.PLAIN, profile=WIDE, frames=96, colours=poor).contrast

    assert boxed.enough
    assert boxed.changed
    assert bare.enough
    assert not bare.changed  # a dark ink gets a bright rim


def test_words_without_a_glyph_leave_the_others_marked() -> None:
    words = tuple(
        Word(text=text, start_s=n / 2, end_s=n / 2 + 0.5)
        for n, text in enumerate(["One\U000f1234", "\U000f1234", "two"])
    )
    track = CaptionTrack(words, CaptionStyle.KARAOKE, profile=WIDE, frames=96, colours=BLUE)

    assert len(blue_columns(drawn(track, 6)))
    assert blue_columns(drawn(track, 32)).min() > blue_columns(drawn(track, 6)).max()


def test_silence_has_no_captions() -> None:
    track = CaptionTrack((), CaptionStyle.KARAOKE, profile=WIDE, frames=96)

    assert not track.touches(0, 96)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.text(min_size=1, max_size=30), max_size=12),
    st.floats(0.02, 1.5),
    st.sampled_from(list(CaptionStyle)),
)
def test_any_words_can_be_shown(texts: list[str], word_s: float, style: CaptionStyle) -> None:
    words = tuple(Word(text=text, start_s=n * word_s, end_s=(n + 1) * word_s) for n, text in enumerate(texts))
    small = WIDE.model_copy(update={"width": 320, "height": 180})
    track = CaptionTrack(words, style, profile=small, frames=48)

    for frame in range(0, 48, 9):
        planes = drawn(track, frame, small)
        if not track.touches(frame, frame + 1):
            assert (planes[0] == GREY[0]).all()
