"""A prompt that tells its own story is dealt out like a script; a wish for a film is not."""

import pytest

from film.archetypes import Archetype
from film.brief import Brief, Mode, default_format
from film.script_length import script_length_s, usual_length_s
from film.structure import structure_of
from film.told import tells_itself, told_text

TOLD = (
    "Mara has driven the last tram of the night for twenty years. She knows every passenger by the way they climb the "
    "steps. There is the baker, who sleeps until the bridge, and the nurse, who never sleeps at all. One night in "
    "November a boy gets on without a coat. He asks whether this tram goes to the sea. Mara looks at the empty rails. "
    "Then she takes off her cap, puts it on the boy's head and rings the bell. Nobody tells her to stop."
)
GERMAN = (
    "Der alte Wärter wohnt seit vierzig Jahren allein auf der Insel. Jeden Abend zündet er die Lampe an. Eines Nachts "
    "sieht er ein Boot zwischen den Felsen. Darin sitzt ein Mädchen mit einem Hund. Er wirft ihr ein Seil zu."
)


@pytest.mark.parametrize("text", [TOLD, GERMAN])
def test_every_sentence_of_a_told_prompt_is_said_whole_in_the_time_it_takes(text: str) -> None:
    brief = Brief(prompt=text, duration_s=script_length_s(text))
    structure = structure_of(brief, default_format(Mode.STORY))
    assert " ".join(slot.heard for slot in structure.beats if slot.heard) == text


@pytest.mark.parametrize("text", [TOLD, GERMAN])
def test_a_film_too_short_for_its_story_leaves_out_clauses_and_says_so(text: str) -> None:
    structure = structure_of(Brief(prompt=text, duration_s=15), default_format(Mode.STORY))
    said = [slot.heard for slot in structure.beats if slot.heard]
    assert all(line in text for line in said)
    assert said[-1].endswith(text.rsplit(maxsplit=1)[-1])
    assert "find no room" in structure.why


@pytest.mark.parametrize(
    ("prompt", "told"),
    [
        (TOLD, True),
        (GERMAN, True),
        ("夜ごと灯台守は階段をのぼる。ある晩、小さな船が見えた。彼は海へ走った。", True),
        ("An old clockmaker forgets. He remembers her at last.", False),
        ("Please make a film about a dog. It runs on the beach. The light is warm.", False),
        ("Ein kurzer Werbespot für Brot. Die Kamera fährt langsam. Es ist früh am Morgen.", False),
        ("Rain. Night. A street.", False),
    ],
)
def test_what_tells_itself(prompt: str, told: bool) -> None:
    assert tells_itself(Brief(prompt=prompt)) is told
    assert (told_text(Brief(prompt=prompt)) is not None) is told


@pytest.mark.parametrize(
    ("brief", "song_s", "seconds"),
    [
        (Brief(prompt=TOLD), None, script_length_s(TOLD)),
        (Brief(prompt="A fox in the snow", script=TOLD), None, script_length_s(TOLD)),
        (Brief(prompt="A fox in the snow"), None, 24),
        (Brief(prompt=TOLD, mode=Mode.MUSIC_VIDEO), 61.7, 61),
        (Brief(prompt=TOLD, mode=Mode.AD), None, 24),
        (Brief(prompt="Go. ", script="Go."), None, 8),
        (Brief(prompt="A long tale", script=TOLD * 8), None, 180),
    ],
)
def test_a_film_is_as_long_as_what_it_tells(brief: Brief, song_s: float | None, seconds: int) -> None:
    assert usual_length_s(brief, song_s) == seconds


def test_advertisements_and_music_videos_do_not_read_out_their_prompt() -> None:
    assert told_text(Brief(prompt=TOLD, mode=Mode.AD)) is None
    assert told_text(Brief(prompt=TOLD, mode=Mode.MUSIC_VIDEO)) is None


def test_people_who_are_to_talk_get_lines_of_their_own() -> None:
    brief = Brief(prompt=TOLD, archetype=Archetype.DIALOGUE)
    assert not any(slot.heard for slot in structure_of(brief, default_format(Mode.STORY)).beats)
