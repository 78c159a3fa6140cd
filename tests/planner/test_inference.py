import pytest

from film.brief import AdBrief, Brief, Mode, SongBrief
from planner.inference import infer
from planner.reader import Reader

AD = Brief(
    prompt="Introducing Glow, a vitamin C serum by Lumière for tired skin. Buy now and save 20%",
    mode=Mode.AD,
)


def test_an_advertisement_is_read_out_of_one_line(reader: Reader) -> None:
    brief, said = infer(AD, reader)
    assert brief.ad is not None
    assert (brief.ad.product, brief.ad.brand) == ("Glow vitamin C serum", "Lumière")
    assert brief.ad.audience == "tired skin"
    assert brief.ad.call_to_action == "Buy now and save 20%"
    assert set(said) == {"product", "brand", "audience", "offer", "call_to_action", "mood"}


def test_what_was_given_is_never_changed(reader: Reader) -> None:
    given = AdBrief(
        product="Dawn night cream",
        brand="Véra",
        audience="shift workers",
        offer="2 for 1",
        call_to_action="Sleep on it",
    )
    brief, said = infer(AD.model_copy(update={"ad": given}), reader)
    assert brief.ad == given
    assert set(said) == {"mood"}


def test_no_brand_is_made_up(reader: Reader) -> None:
    brief, said = infer(Brief(prompt="a serum for dry skin", mode=Mode.AD), reader)
    assert brief.ad is not None
    assert brief.ad.brand is None
    assert "this serum" in said["brand"]


def test_a_music_video_gets_somebody_who_sings(reader: Reader) -> None:
    brief, said = infer(Brief(prompt="a night train through the snow", mode=Mode.MUSIC_VIDEO), reader)
    assert brief.song is not None
    assert "singer" in str(brief.song.character)
    assert {"mood", "genre", "character"} <= set(said)


def test_a_music_video_without_people_has_nobody_who_sings(reader: Reader) -> None:
    brief, said = infer(Brief(prompt="a quiet forest, no people", mode=Mode.MUSIC_VIDEO), reader)
    assert brief.song is None
    assert said["character"].startswith("nobody")


def test_the_character_that_was_given_stays(reader: Reader) -> None:
    song = SongBrief(character="A tall woman with silver hair and a red coat.")
    brief, _ = infer(Brief(prompt="a girl in the rain", mode=Mode.MUSIC_VIDEO, song=song), reader)
    assert brief.song == song


def test_a_story_says_who_and_where(reader: Reader) -> None:
    brief = Brief(prompt="An old clockmaker repairs a clock in a workshop in Paris")
    inferred, said = infer(brief, reader)
    assert inferred == brief
    assert "clockmaker" in said["hero"]
    assert "workshop" in said["place"] or "Paris" in said["place"]


@pytest.mark.parametrize(
    "brief",
    [
        AD,
        Brief(prompt="running shoes by Kestrel, light as air, $89", mode=Mode.AD),
        Brief(prompt="H2O filter bottle from the brand PURA", mode=Mode.AD),
        Brief(prompt="Insurance for start-ups by Fernwood", mode=Mode.AD),
        Brief(prompt="a penguin opens a bank", mode=Mode.MUSIC_VIDEO),
        Brief(prompt="おばあさんと猫", mode=Mode.AD),
        Brief(prompt="a fox in the snow"),
    ],
    ids=lambda brief: brief.prompt,
)
def test_to_infer_twice_changes_nothing_more(reader: Reader, brief: Brief) -> None:
    once, _ = infer(brief, reader)
    assert infer(once, reader)[0] == once
