import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from film.brief import Brief
from film.catalogue import Studio
from film.format import Aspect, FilmFormat, Quality
from film.language import Language
from film.plan import Plan
from film.planning import narration_slot_s
from film.pronunciation import bare, hints_in, with_hints_listed
from film.shortening import cut_to, shortened
from film.spoken import counted, read_s, speech_limits, spoken_s
from film.timeline import timeline_of
from film.voices import Troupe, Voice, troupe_of
from film.words import FASTEST, fits, fitted, sign_limit, silent_s, spoken_plan
from store.catalogue import load_catalogue, load_voices
from tests.film.plans import plan_of, scene_of

FORMAT = FilmFormat(aspect=Aspect.LANDSCAPE, quality=Quality.FINAL, fps=30)
LONG = (
    "When the fog comes in from the sea, the old keeper climbs the stairs, lights the lamp, and waits for the ships "
    "that never come. Nobody answers. He smiles, very slowly."
)


def troupe(language: Language = Language.ENGLISH, studio: Studio = Studio.PREVIZ) -> Troupe:
    return troupe_of(load_voices(), language, load_catalogue().crew(studio))


def narrator(language: Language = Language.ENGLISH, studio: Studio = Studio.PREVIZ) -> Voice:
    found = troupe(language, studio).narrator
    assert found is not None
    return found


def test_numbers_and_abbreviations_count_as_they_are_said() -> None:
    plain, figures = (spoken_s(text, narrator()) for text in ("It costs little.", "It costs $24.99."))
    assert figures > plain + 1
    assert counted("the BBC", Language.ENGLISH) > counted("the cat", Language.ENGLISH) + 1


def test_nothing_takes_no_time() -> None:
    assert [spoken_s(text, narrator()) for text in ("", "  ", "— … !", "😀")] == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("language", "text"),
    [(Language.JAPANESE, "灯台守は毎晩、明かりをともします。"), (Language.CHINESE, "老守塔人每晚都点亮灯塔。")],
)
def test_languages_without_spaces_are_counted_in_characters(language: Language, text: str) -> None:
    voice = narrator(language)
    assert 1.5 < spoken_s(text, voice, language) < 5
    assert speech_limits(voice, 4, language) > 10


@given(st.text(max_size=200), st.sampled_from(Language))
def test_more_words_never_take_less_time(text: str, language: Language) -> None:
    voice = narrator(language, Studio.LIVE)
    assert 0 <= spoken_s(text, voice, language) <= spoken_s(text + " lighthouse 灯", voice, language)


def test_as_many_words_as_are_allowed_fit() -> None:
    for seconds in (2.0, 3.5, 6.0):
        line = " ".join(["later"] * speech_limits(narrator(), seconds)) + "."
        assert spoken_s(line, narrator()) <= seconds * 1.1


def test_a_line_takes_time_from_a_neighbour_that_has_some_to_spare() -> None:
    line = "The old keeper climbs the stairs and lights the lamp for the ships out there."
    plan = plan_of(scene_of(1, narration="Look."), scene_of(2, narration=line), scene_of(3), scene_of(4))
    done = fitted(plan, troupe(), FORMAT)
    assert [scene.narration for scene in done.scenes] == [scene.narration for scene in plan.scenes]
    assert done.scenes[1].frames > 120 > done.scenes[0].frames
    assert done.scenes[3].frames == 120
    assert all(scene.frames % 15 == 0 for scene in done.scenes)
    assert fits(done.scenes[1], narrator(), FORMAT, done)
    assert done.source.repairs == (f"s2: 4 s became {done.scenes[1].frames / 30:g} s, for a line to fit",)


def test_cuts_on_beats_stay_and_the_line_is_shortened_instead() -> None:
    plan = plan_of(scene_of(1, narration=LONG, song_start_s=0.0), scene_of(2, song_start_s=3.5))
    done = fitted(plan, troupe(), FORMAT)
    assert [scene.frames for scene in done.scenes] == [120, 120]
    assert fits(done.scenes[0], narrator(), FORMAT, done)
    assert done.scenes[0].narration != LONG
    assert "too long" in done.source.repairs[0]


def test_words_that_are_given_stay_and_the_plan_warns() -> None:
    plan = plan_of(scene_of(1, narration=LONG))
    done = fitted(plan, troupe(), FORMAT, verbatim=True)
    assert done.scenes[0].narration == LONG
    assert "Scene 1 says more than its 4.0 s hold" in done.warnings[0]


LINES = st.one_of(
    st.just(""),
    st.text(max_size=120),
    st.lists(st.sampled_from([*LONG.split(), "and", "7:30", "—", "soon."]), max_size=40).map(" ".join),
)


@settings(max_examples=60)
@given(
    st.lists(st.tuples(LINES, st.integers(5, 16), st.none() | st.text(max_size=90)), min_size=1, max_size=9),
    st.sampled_from([24, 30]),
    st.sampled_from([Language.ENGLISH, Language.GERMAN, Language.JAPANESE]),
)
def test_fitting_keeps_the_films_length_and_either_fits_or_says_so(
    told: list[tuple[str, int, str | None]], fps: int, language: Language
) -> None:
    film_format = FORMAT.model_copy(update={"fps": fps})
    step = fps // 2
    plan: Plan = plan_of(
        *(
            scene_of(place, narration=line, frames=beats * step, on_screen_text=sign)
            for place, (line, beats, sign) in enumerate(told, 1)
        ),
        transition_frames=step,
        language=language,
    )
    done = spoken_plan(plan, troupe(language), film_format)
    assert timeline_of(done).frames == timeline_of(plan).frames
    for scene in done.scenes:
        voice = troupe(language).voice(scene.voice)
        assert 5 <= scene.frames / step <= 16
        assert scene.on_screen_text is None or len(scene.on_screen_text) <= sign_limit(scene, film_format)
        if voice is not None and scene.narration:
            slot_s = narration_slot_s(scene, film_format)
            too_long = spoken_s(scene.narration, voice, language) > slot_s * FASTEST
            assert too_long == any(f"Scene {scene.number} says more" in warning for warning in done.warnings)


def test_a_clause_that_hangs_on_another_goes_first_and_none_is_cut_in_half() -> None:
    assert (
        shortened(LONG, lambda line: len(line) <= 60) == "The old keeper climbs the stairs. Nobody answers. He smiles."
    )
    assert shortened("その朝、老人は静かに海を眺める。", lambda line: len(line) <= 13) == "老人は静かに海を眺める。"
    assert shortened("Unbreakable", lambda line: len(line) <= 4) is None


def test_fillers_go_before_anything_else() -> None:
    assert shortened("It is really very good.", lambda line: len(line) <= 15) == "It is good."


def test_signs_are_cut_between_words() -> None:
    assert cut_to("The best coffee, in town", 17) == "The best coffee"
    assert cut_to("あ" * 30, 12) == "あ" * 12


def test_a_line_nobody_says_stands_as_long_as_it_takes_to_read() -> None:
    line = "Der Wärter steigt die Treppe hinauf."
    silent = scene_of(narration=line, said="")
    assert silent_s(silent, FORMAT) == pytest.approx(read_s(line))
    assert silent_s(scene_of(narration=line), FORMAT) == 0
    assert silent_s(scene_of(said=""), FORMAT) == 0


HINTED = "Meet Reelwright[ˈɹiːlɹaɪt], the studio."


def test_captions_show_the_word_and_the_voice_gets_the_hint() -> None:
    plan = plan_of(scene_of(narration=HINTED), scene_of(2, narration="I am Siobhan, of REELWRIGHT."))
    done = spoken_plan(plan, troupe(), FORMAT, pronunciations={"Siobhan": "shivawn"})
    first, second = done.scenes
    assert first.narration == "Meet Reelwright, the studio."
    assert first.said == HINTED
    assert second.said == "I am Siobhan[shivawn], of REELWRIGHT[ˈɹiːlɹaɪt]."


def test_a_model_that_reads_no_phonetics_gets_a_respelling_or_the_plain_word() -> None:
    plan = plan_of(scene_of(narration=HINTED), scene_of(2, narration="I am Siobhan."))
    done = spoken_plan(plan, troupe(studio=Studio.LIVE), FORMAT, pronunciations={"Siobhan": "shivawn"})
    assert [scene.said for scene in done.scenes] == [None, "I am shivawn."]


def test_hints_of_a_brief_are_listed_and_what_is_listed_wins() -> None:
    brief = Brief(prompt=f"An ad. {HINTED}", script="Nokia[nokiə]!", pronunciations={"Nokia": "ˈnɑkiə"})
    listed = with_hints_listed(brief)
    assert (listed.prompt, listed.script) == ("An ad. Meet Reelwright, the studio.", "Nokia!")
    assert listed.pronunciations == {"Reelwright": "ˈɹiːlɹaɪt", "Nokia": "ˈnɑkiə"}
    assert with_hints_listed(listed) == listed


def test_brackets_that_stand_alone_are_no_hints() -> None:
    text = "[INT. KITCHEN] He waits [softly]."
    assert (bare(text), hints_in(text)) == (text, {})
