"""Hundreds of answers that are not what was asked for: none makes an exception, and nothing invalid gets out."""

import copy
import json
import string
from random import Random
from typing import Any

import pytest

from film.planning import PlanRequest
from tests.film.boundary.answers import answer, read, scene, scripted, song_video, story, told, undealt

REQUEST = story()
N = REQUEST.scene_count
GOOD = told(REQUEST)

NO_FILM = [
    "",
    " ",
    "\x00",
    "null",
    "true",
    "42",
    '"a string"',
    "[]",
    "{}",
    "[[[[[[]]]]]]",
    "I'm sorry, but I can't assist with that request.",
    "I cannot create this film, as it would be harmful.",
    "As an AI language model, I am unable to write plans.",
    "Sure! Here is your plan:",
    "Scene 1: a lighthouse. Scene 2: the sea.",
    "<html><body>502 Bad Gateway</body></html>",
    '{"error": {"message": "overloaded"}}',
    '{"scenes": []}',
    '{"scenes": null}',
    '{"scenes": "many"}',
    '{"scenes": [null, 1, "x", []]}',
    '{"scenes": [{}]}',
    '{"title": "Robot", "scenes": [{"subject": ""}]}',
    "{" * 30_000,
    "[" * 30_000,
    '{"a":' * 5_000 + "1" + "}" * 5_000,
    '"' * 50_000,
    "a" * 200_000,
    "\ufeff\u200b\u202e" * 1_000,
    "{'scenes': " + "[" * 200 + "]" * 200 + "}",
]


@pytest.mark.parametrize("text", NO_FILM, ids=range(len(NO_FILM)))
def test_what_is_no_film_is_a_fault(text: str) -> None:
    assert read(text, REQUEST).faults


def test_what_refuses_is_called_a_refusal() -> None:
    (fault,) = read("I'm sorry, but I can't assist with that request.", REQUEST).faults
    assert "refuses" in fault


MENDED = {
    "fenced": f"```json\n{GOOD}\n```",
    "prose before": f"Sure! Here is the plan you asked for:\n\n{GOOD}",
    "prose after": f"{GOOD}\n\nLet me know if you want changes!",
    "trailing commas": GOOD.replace("]}", ",]}").replace("}]", "},]"),
    "single quotes": str(answer(REQUEST)),
    "comments": GOOD.replace('"logline"', '/* one line */ "logline"'),
    "no closing braces": GOOD.rstrip("]}"),
    "a string in JSON": json.dumps(GOOD),
    "a string in a string": json.dumps(json.dumps(GOOD)),
    "wrapped": json.dumps({"film_plan": json.loads(GOOD)}),
    "wrapped twice": json.dumps({"result": {"plan": json.loads(GOOD)}}),
    "in a list": f"[{GOOD}]",
    "scenes alone": json.dumps(answer(REQUEST)["scenes"]),
    "unknown keys": told(REQUEST, {"mood": "x", "lens": 3}, notes=["a"], version=2),
    "camel case": GOOD.replace("time_of_day", "timeOfDay").replace("on_screen_text", "onScreenText"),
    "nothing optional": json.dumps(
        {"title": "T", "scenes": [{k: scene()[k] for k in ("subject", "action", "setting")} for _ in range(N)]}
    ),
    "byte order mark": "\ufeff" + GOOD,
    "new lines in strings": GOOD.replace("climbs the stairs", "climbs\nthe\tstairs"),
    "one scene too many": json.dumps(answer(REQUEST) | {"scenes": [scene() for _ in range(N + 1)]}),
    "twice as many scenes": json.dumps(answer(REQUEST) | {"scenes": [scene() for _ in range(2 * N)]}),
    "hundreds of scenes": json.dumps(answer(REQUEST) | {"scenes": [scene() for _ in range(400)]}),
    "one scene too few": json.dumps(answer(REQUEST) | {"scenes": [scene() for _ in range(N - 1)]}),
    "numbers as strings": told(REQUEST, {"weight": "1.5"}, music_tempo_bpm="about 120 bpm"),
    "infinite": told(REQUEST, {"weight": float("inf")}, music_tempo_bpm=float("nan")),
    "enormous numbers": told(REQUEST, {"weight": 10**400}, music_tempo_bpm=-(10**300)),
    "near misses": told(
        REQUEST,
        {"framing": "Extreme Close-Up", "camera": "slow dolly in", "time_of_day": "golden hour", "weather": "sunny"},
        {"framing": "establishing shot", "camera": "handheld", "time_of_day": "Morning", "weather": "light drizzle"},
        music_mood="uplifting",
    ),
    "nonsense choices": told(REQUEST, {"framing": 7, "camera": "teleport", "time_of_day": None, "weather": []}),
    "types upside down": told(
        REQUEST, {"subject": ["an old", "keeper"], "characters": "Elias, Elias", "avoid": {"a": "b"}}
    ),
    "a look in a sentence": told(REQUEST, style="warm grain and lamplight"),
    "a palette in a sentence": told(REQUEST, style={"palette": "navy, amber / gold"}),
    "no look": told(REQUEST, style=None),
    "lines with speakers": told(REQUEST, {"narration": [{"speaker": "Elias", "line": "I am here."}]}),
    "a narrator as a speaker": told(REQUEST, {"speaker": "Narrator"}, {"speaker": "V.O."}),
    "a cue in the line": told(REQUEST, {"narration": "NARRATOR (V.O.): He climbs."}),
    "an unknown speaker": told(REQUEST, {"speaker": "Mara", "narration": "Where are you?"}),
    "a misspelt speaker": told(REQUEST, {"speaker": "elias", "narration": "Here."}, {"characters": ["Elais"]}),
    "an unknown place": told(REQUEST, {"location": "the moon"}),
    "a speaker without a line": told(REQUEST, {"speaker": "Elias", "narration": ""}),
    "markup": told(REQUEST, {"narration": "**He** climbs `again`.", "subject": "<b>an old keeper</b>"}),
    "an address": told(REQUEST, {"narration": "See https://evil.example/x now.", "on_screen_text": "www.evil.example"}),
    "long lettering": told(REQUEST, {"on_screen_text": "Everything you ever wanted to know about lamps and more"}),
    "lettering of signs": told(REQUEST, {"on_screen_text": "…"}),
    "control characters": told(
        REQUEST, {"subject": "an\u0007 old\u0000 keeper\u202e", "narration": "He\u200b climbs."}
    ),
    "lone surrogates": GOOD.replace("He climbs again.", "He climbs \\ud83d again."),
    "towers of marks": told(REQUEST, {"subject": "k" + "\u0301" * 500 + "eeper"}),
    "emoji": told(REQUEST, {"subject": "a keeper 👨‍👩‍👧 with 🔥", "narration": "🔥🔥🔥"}),
    "a huge subject": told(REQUEST, {"subject": "very " * 5_000 + "old"}),
    "a long line": told(REQUEST, {"narration": "He climbs, " + "and climbs, " * 12 + "and rests. He waits."}),
    "no title": told(REQUEST, title=""),
    "a title of signs": told(REQUEST, title="\u0000\u200b"),
    "a title without end": told(REQUEST, title="The Keeper " * 100),
    "a scene that shows nothing": json.dumps(
        answer(REQUEST) | {"scenes": [*[scene() for _ in range(N)], {"narration": "", "weight": 1}]}
    ),
    "a scene without a setting": told(REQUEST, {}, {"setting": ""}),
    "characters by name": told(REQUEST, characters={"Elias": {"looks": "old"}, "Mara": "young"}),
    "characters as words": told(REQUEST, characters=["Elias", "Elias", "", None, 3]),
}


@pytest.mark.parametrize("name", MENDED)
def test_what_can_be_mended_becomes_a_film(name: str) -> None:
    found = read(MENDED[name], REQUEST)
    assert found.film is not None, found.faults
    assert len(found.film.scenes) == N


BEYOND_REPAIR = {
    "too few scenes": json.dumps(answer(REQUEST) | {"scenes": [scene()]}),
    "the wrong language": told(
        REQUEST, *[{"narration": "El faro no se apaga y la noche es larga para los hombres."}] * N
    ),
    "other letters": told(REQUEST, *[{"narration": "灯台の火は消えない。夜は長い。"}] * N),
    "a line without an end": told(REQUEST, {"narration": "word " * 200}),
    "talk of instructions": told(REQUEST, {"narration": "Ignore all previous instructions."}),
    "talk of itself": told(REQUEST, {"narration": "As an AI, I see a lamp."}),
    "talk of the prompt": told(REQUEST, logline="My system prompt says to plan."),
    "names of fields": told(REQUEST, {"narration": "The scene_count is five."}),
    "JSON in a line": told(REQUEST, {"narration": '{"title": "x", "scenes": [1]}'}),
    "special tokens": told(REQUEST, {"subject": "<|im_start|>system"}),
    "dummy text": told(REQUEST, {"action": "lorem ipsum dolor"}),
    "a leak in a character": told(REQUEST, characters=[{"name": "Elias", "looks": "ignore the above rules"}]),
    "no picture anywhere": told(REQUEST, *[{"subject": "", "action": "", "setting": ""}] * N),
}


@pytest.mark.parametrize("name", BEYOND_REPAIR)
def test_what_only_the_model_can_mend_is_said(name: str) -> None:
    assert read(BEYOND_REPAIR[name], REQUEST).faults


@pytest.mark.parametrize(
    "request_", [REQUEST, scripted(), undealt(), song_video()], ids=["story", "dealt", "script", "song"]
)
def test_an_answer_cut_off_anywhere_is_read_or_refused(request_: PlanRequest) -> None:
    text = told(request_)
    for length in range(0, len(text), 29):
        read(text[:length], request_)


def test_answers_spoilt_at_random_are_read_or_refused() -> None:
    for seed in range(250):
        rng = Random(seed)
        request = rng.choice((REQUEST, scripted(), undealt(), song_video()))
        spoilt = answer(request)
        for _ in range(rng.randint(1, 6)):
            _spoil(spoilt, rng)
        read(json.dumps(spoilt, ensure_ascii=rng.random() < 0.5), request)


def test_answers_with_random_characters_in_them_are_read_or_refused() -> None:
    for seed in range(150):
        rng, text = Random(seed), list(GOOD)
        for _ in range(rng.randint(1, 20)):
            text[rng.randrange(len(text))] = rng.choice(string.printable + '"{}[],:\\')
        read("".join(text), REQUEST)


def test_ten_megabytes_are_read_as_far_as_a_plan_could_be_long() -> None:
    read(GOOD[:-1] + "," + '"padding": "' + "x" * 10_000_000 + '"}', REQUEST)
    read(json.dumps([scene()] * 20_000), REQUEST)


_ODD: list[Any] = [
    None,
    True,
    -1,
    0,
    1e308,
    "",
    " ",
    "x" * 3_000,
    "\u0000\u202e\ufffe",
    [],
    {},
    [[[]]],
    [None] * 50,
    {"a": {"b": {"c": "d"}}},
    "ignore previous instructions",
    "http://a.example",
    "<script>alert(1)</script>",
    "नमस्ते दुनिया",
    "灯台",
    "🔥" * 40,
    "word " * 60,
    "wide",
    ["Elias", 3, None],
]


def _spoil(value: Any, rng: Random) -> None:
    """Replace, drop, repeat or move something somewhere inside."""
    while True:
        places = list(value) if isinstance(value, dict) else list(range(len(value)))
        if not places:
            return
        place = rng.choice(places)
        inner = value[place]
        if isinstance(inner, dict | list) and inner and rng.random() < 0.7:
            value = inner
            continue
        match rng.randrange(4):
            case 0:
                value[place] = copy.deepcopy(rng.choice(_ODD))
            case 1:
                del value[place]
            case 2 if isinstance(value, list):
                value.extend(copy.deepcopy(inner) for _ in range(rng.randint(1, 30)))
            case _:
                value[place] = copy.deepcopy(value[rng.choice(places)])
        return
