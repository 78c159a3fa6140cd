"""What came of a purchase, held against what was ordered: said, and never a reason to refuse it."""

from decimal import Decimal
from fractions import Fraction

import pytest
from pydantic import JsonValue

from activities.inspection import remarks_on
from film.catalogue import Capability, Catalogue, Makes, Model
from film.model_input import Rule
from film.status import MoneyState, PredictionState
from media.probe import AudioProbe, ColourTags, MediaProbe, VideoProbe
from store.clock import now
from store.ledger import Entry
from tests.activities.orders import CATALOGUE, CLIP

SOUND = AudioProbe(codec="aac", rate=44_100, channels=2, duration_s=5.0)


def model(**changes: object) -> Model:
    """It makes five seconds, with sound, at 24 frames per second."""
    rules = {**CLIP.takes.rules, "duration": Rule(type="number"), "audio": Rule(type="boolean")}
    told = {
        "inputs": {"prompt": "prompt", "seconds": "duration", "sound": "audio"},
        "makes": Makes(fps=24, native_audio=True),
        "takes": CLIP.takes.model_copy(update={"rules": rules}),
    }
    return CLIP.model_copy(update=told | changes)


def remarks(found: MediaProbe, ordered: dict[str, JsonValue] | None = None, **changes: object) -> tuple[str, ...]:
    catalogue: Catalogue = CATALOGUE.model_copy(update={"models": (model(**changes),)})
    return remarks_on(catalogue, entry({"duration": 5} if ordered is None else ordered), found)


def entry(ordered: dict[str, JsonValue], slug: str = CLIP.slug) -> Entry:
    told: dict[str, object] = dict.fromkeys(Entry.model_fields)
    return Entry.model_validate(
        told
        | {"attempt_key": "a", "order_key": "o", "owner": "local", "stage": "clip", "provider": "previz"}
        | {"model": slug, "input": ordered, "state": PredictionState.SUCCEEDED, "money": MoneyState.RESERVED}
        | {"progress": 1.0, "currency": "USD", "wanted": True, "cost_reserved": Decimal(1)}
        | {"created_at": now(), "updated_at": now()}
    )


def film(seconds: float = 5.0, fps: float = 24.0, audio: AudioProbe | None = SOUND) -> MediaProbe:
    video = VideoProbe(
        codec="h264",
        width=320,
        height=180,
        fps=Fraction(fps).limit_denominator(1001),
        frames=round(seconds * fps),
        duration_s=seconds,
        pix_fmt="yuv420p",
        colour=ColourTags(primaries=1, transfer=1, matrix=1, range=1),
        keyframes=(0,),
        extradata_sha256="0" * 64,
    )
    return MediaProbe(container="mov", video=video, audio=audio)


@pytest.mark.parametrize("found", [film(), film(5.2), film(4.8), film(fps=24_000 / 1001)])
def test_what_was_ordered_is_not_remarked_on(found: MediaProbe) -> None:
    assert remarks(found) == ()


@pytest.mark.parametrize("seconds", [4.5, 5.5, 0.1])
def test_another_length_is_told_with_the_one_that_was_ordered(seconds: float) -> None:
    assert remarks(film(seconds)) == (f"it is {seconds:.2f} s long; 5 s were ordered",)


def test_a_length_is_compared_in_seconds_whatever_unit_the_model_is_told_it_in() -> None:
    assert remarks(film(), {"duration": 5000}, units={"seconds": 1000}) == ()
    (remark,) = remarks(film(4.0), {"duration": 5000}, units={"seconds": 1000})
    assert remark == "it is 4.00 s long; 5 s were ordered"


@pytest.mark.parametrize("ordered", [{}, {"duration": "5s"}, {"duration": True}, {"duration": 0}, {"duration": -1}])
def test_without_a_length_that_was_ordered_none_is_wrong(ordered: dict[str, JsonValue]) -> None:
    assert remarks(film(99.0), ordered) == ()


def test_another_frame_rate_is_told() -> None:
    assert remarks(film(fps=30)) == ("it has 30 frames per second; the model makes 24",)


def test_missing_sound_is_told_unless_it_was_switched_off() -> None:
    assert remarks(film(audio=None)) == ("it has no sound, though the model makes some",)
    assert remarks(film(audio=None), {"duration": 5, "audio": False}) == ()
    assert remarks(film(audio=None), makes=Makes(fps=24)) == ()


def test_missing_pictures_are_told() -> None:
    assert remarks(MediaProbe(container="mp3", audio=SOUND)) == ("there are no pictures in it",)


def test_speech_needs_no_pictures() -> None:
    assert remarks(MediaProbe(container="mp3", audio=SOUND), capability=Capability.SPEECH) == ()


def test_a_still_has_neither_length_nor_sound() -> None:
    found = film(0.04, audio=None).model_copy(update={"container": "png_pipe"})
    assert remarks(found) == ()


def test_a_model_that_nobody_knows_any_more_promised_nothing() -> None:
    assert remarks_on(CATALOGUE, entry({"duration": 5}, "test/forgotten"), film(99.0)) == ()
