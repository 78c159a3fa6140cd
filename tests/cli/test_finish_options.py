"""How a film is finished, as said on the command line."""

import pytest

from cli.exits import CommandError, Exit
from cli.finish_options import finish_of, parsed_version
from film.finish import Finish, Version
from film.format import Aspect, Codec
from film.framing import Fit
from film.joints import TransitionKind
from film.lettering import CaptionStyle
from film.look import Look


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("9:16", Version(aspect=Aspect.PORTRAIT)),
        ("9x16", Version(aspect=Aspect.PORTRAIT)),
        ("1:1/hevc", Version(aspect=Aspect.SQUARE, codec=Codec.HEVC)),
        ("16:9/av1", Version(aspect=Aspect.LANDSCAPE, codec=Codec.AV1)),
    ],
)
def test_a_version_is_a_shape_and_perhaps_a_codec(text: str, version: Version) -> None:
    assert parsed_version(text) == version


@pytest.mark.parametrize("text", ["", "4:3", "9:16/mp4", "/av1", "9:16/av1/x"])
def test_what_is_no_version_is_refused_with_all_that_are(text: str) -> None:
    with pytest.raises(CommandError, match=r"9:16.*av1") as refused:
        parsed_version(text)
    assert refused.value.code is Exit.BAD_INPUT


def test_what_is_not_said_stays_as_it_is() -> None:
    now = Finish(transition=TransitionKind.BLUR, look=Look(fit=Fit.BLUR, captions=CaptionStyle.BOX))
    assert finish_of(now) == now
    louder = finish_of(now, loudness=-20)
    assert (louder.look, louder.transition, louder.sound.loudness_lufs) == (now.look, now.transition, -20)


def test_further_versions_are_added_once() -> None:
    now = Finish(also=(Version(aspect=Aspect.SQUARE),))
    assert finish_of(now, also=["9:16", "1:1", "9:16"]).also == (
        Version(aspect=Aspect.SQUARE),
        Version(aspect=Aspect.PORTRAIT),
    )


def test_captions_can_be_taken_away_again() -> None:
    now = Finish(look=Look(captions=CaptionStyle.POP))
    assert finish_of(now, captions="none").look.captions is None


def test_a_brand_is_one_colour_or_two() -> None:
    look = finish_of(Finish(), brand="#102030,#ffd166").look
    assert look.colours is not None and (look.colours.primary, look.colours.accent) == ("#102030", "#ffd166")


@pytest.mark.parametrize(
    "said", [{"captions": "sparkling"}, {"brand": "red"}, {"loudness": 3.0}, {"peak": 5.0}, {"brand": "#1,#2,#3"}]
)
def test_what_makes_no_sense_is_refused_before_anything_is_made(said: dict[str, object]) -> None:
    with pytest.raises(CommandError) as refused:
        finish_of(Finish(), **said)  # type: ignore[arg-type]
    assert refused.value.code is Exit.BAD_INPUT
