"""A film without words in its language says so."""

import pytest

from film.brief import Brief, Mode, SongBrief
from film.language import Language
from film.planning import plan_request
from film.silence import silence_of
from planner.planner import Planner
from planner.reader import Reader
from tests.planner.test_any_brief import AnyLikeness

TOLD = "Ein Mann wartet. Ein Zug kommt endlich an. Eine Frau steigt langsam aus. Er erkennt sie sofort wieder."
LYRICS = SongBrief(lyrics="Hold me like rain\nUntil the morning comes")


@pytest.mark.parametrize(
    ("brief", "language", "says"),
    [
        (Brief(prompt="A fox in the snow"), Language.GERMAN, "German"),
        (Brief(prompt="A fox in the snow"), Language.ENGLISH, None),
        (Brief(prompt=TOLD), Language.GERMAN, None),
        (Brief(prompt="A fox in the snow", script="Der Fuchs wartet im Schnee."), Language.GERMAN, None),
        (Brief(prompt="A singer on a roof", mode=Mode.MUSIC_VIDEO), Language.FRENCH, "lyrics"),
        (Brief(prompt="A singer on a roof", mode=Mode.MUSIC_VIDEO, song=LYRICS), Language.FRENCH, None),
        (Brief(prompt="A serum bottle", mode=Mode.AD), Language.SPANISH, None),
    ],
)
def test_a_film_says_why_it_has_no_words(brief: Brief, language: Language, says: str | None) -> None:
    request = plan_request(brief, language=language)
    told = silence_of(Planner(Reader(AnyLikeness())).plan(request), request)
    assert told is None if says is None else told is not None and says in told
