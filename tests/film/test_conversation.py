"""Turns in a conversation about a brief: whatever a model answers, the client's words stay and the limits hold."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from film.brief import AdBrief, Brief, Mode, SongBrief
from film.chat_reading import UnusableChatError, read_chat
from film.conversation import (
    MOST_QUESTIONS,
    BriefDraft,
    ChatAnswer,
    ChatBrief,
    ChatMessage,
    ChatReply,
    ChatRequest,
    Role,
    Topic,
)

NOTHING: dict[str, Any] = dict.fromkeys(ChatBrief.model_fields)
KEY = "assets/song/00/" + "0" * 64 + ".mp3"

_JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.floats() | st.text(max_size=30) | st.just("x" * 9000),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
_BRIEFS = st.fixed_dictionaries({}, optional={name: _JUNK | st.sampled_from(["ad", "es", "9:16"]) for name in NOTHING})
_QUESTIONS = st.lists(
    st.fixed_dictionaries({}, optional={"topic": st.sampled_from([*Topic]) | _JUNK, "text": _JUNK, "assumed": _JUNK}),
    max_size=6,
)
_ANSWERS = st.fixed_dictionaries(
    {"reply": st.text(min_size=1, max_size=40) | _JUNK},
    optional={"questions": _QUESTIONS | _JUNK, "brief": _BRIEFS | _JUNK, "inferred": _JUNK, "ready": _JUNK},
)


def said(*texts: str, asks: tuple[Topic, ...] = ()) -> tuple[ChatMessage, ...]:
    """What a client says, our questions between."""
    messages = [ChatMessage(role=Role.USER, content=texts[0])]
    for text in texts[1:]:
        messages += [
            ChatMessage(role=Role.ASSISTANT, content="And?", asks=asks),
            ChatMessage(role=Role.USER, content=text),
        ]
    return tuple(messages)


def read(request: ChatRequest, **answer: Any) -> ChatReply:
    brief = NOTHING | answer.pop("brief", {})
    whole = {"reply": "Fine.", "questions": [], "inferred": [], "ready": True, "brief": brief} | answer
    return read_chat(json.dumps(whole), request)


def question(topic: str, text: str = "Which one?") -> dict[str, str]:
    return {"topic": topic, "text": text, "assumed": "the first"}


def test_what_was_said_before_stays_when_a_model_forgets_it() -> None:
    draft = BriefDraft(prompt="A lamp", mode=Mode.AD, ad=AdBrief(product="Lumen", offer="20 % off"))
    found = read(ChatRequest(messages=said("for students"), brief=draft), brief={"audience": "students"})
    assert found.brief == draft.model_copy(
        update={"ad": AdBrief(product="Lumen", offer="20 % off", audience="students")}
    )


def test_no_brand_no_price_and_no_date_is_invented() -> None:
    request = ChatRequest(messages=said("An ad for Lumen, 20 % off"))
    told = {"mode": "ad", "brand": "Acme", "product": "Lumen", "offer": "50 % off until 3 May", "call_to_action": "Buy"}
    ad = read(request, brief=told).brief.ad
    assert ad == AdBrief(product="Lumen", call_to_action="Buy")
    told |= {"brand": "LUMEN", "offer": "20 % off"}
    ad = read(request, brief=told).brief.ad
    assert ad is not None and (ad.brand, ad.offer) == ("LUMEN", "20 % off")


def test_three_questions_are_all_that_is_ever_asked() -> None:
    asks = (Topic.PRODUCT, Topic.OFFER)
    request = ChatRequest(messages=said("An ad", "Lumen", asks=asks))
    found = read(request, questions=[question("product"), question("audience"), question("look")])
    assert [each.topic for each in found.questions] == [Topic.AUDIENCE] and not found.ready
    over = ChatRequest(messages=said("An ad", "Lumen", asks=(*asks, Topic.LOOK)))
    assert read(over, questions=[question("audience")]).questions == () and read(over).ready


def test_questions_that_name_no_topics_are_counted_by_their_marks() -> None:
    messages = (
        ChatMessage(role=Role.USER, content="An ad"),
        ChatMessage(role=Role.ASSISTANT, content="For whom? And how long? 何処で？"),
        ChatMessage(role=Role.USER, content="students"),
    )
    assert ChatRequest(messages=messages).questions_left == 0


def test_words_near_a_choice_are_taken_for_it() -> None:
    brief = {"mode": "Music Video", "language": "Spanish", "archetype": "Verse_Chorus", "duration_s": 1000.0}
    found = read(ChatRequest(messages=said("a song film")), brief=brief).brief
    assert (found.mode, found.language, found.archetype, found.duration_s) == ("music_video", "es", "verse-chorus", 180)


def test_an_answer_that_is_wrapped_cut_off_or_misspelt_is_read() -> None:
    request = ChatRequest(messages=said("a lonely whale"))
    whole = json.dumps({"reply": "Fine.", "brief": NOTHING | {"prompt": "A lonely whale sings"}, "extra": 1})
    for told in (f"```json\n{whole}\n```", f"Here it is: {whole}", whole[:-3], whole.replace('"extra"', "extra")):
        assert read_chat(told, request).brief.prompt == "A lonely whale sings"


@pytest.mark.parametrize(
    "told", ["", "I'm sorry, but no.", "[]", "null", '{"reply": "  "}', '{"brief": {}}', "[" * 5000]
)
def test_an_answer_that_says_nothing_is_of_no_use(told: str) -> None:
    with pytest.raises(UnusableChatError):
        read_chat(told, ChatRequest(messages=said("a whale")))


def test_without_a_prompt_the_clients_own_words_are_it() -> None:
    assert read(ChatRequest(messages=said("a lonely whale", "at dawn"))).brief.prompt == "a lonely whale at dawn"


def test_long_texts_go_round_the_conversation() -> None:
    draft = BriefDraft(mode=Mode.MUSIC_VIDEO, script="INT. X", song=SongBrief(song=KEY, lyrics="la la"))
    spoken = draft.spoken_of
    assert spoken.script is None and spoken.song == SongBrief(song=KEY)
    assert spoken.with_texts_of(draft) == draft
    assert spoken.in_mode(Mode.STORY).with_texts_of(draft).song is None


def test_every_field_that_is_asked_of_a_model_is_required() -> None:
    for model in (ChatAnswer, ChatBrief):
        assert all(field.is_required() for field in model.model_fields.values())


@settings(max_examples=150, deadline=None)
@given(answer=_ANSWERS | _JUNK, cut=st.integers(0, 400))
def test_whatever_is_answered_the_brief_keeps_its_limits(answer: Any, cut: int) -> None:
    request = ChatRequest(messages=said("An ad for Lumen, 20 % off"), brief=BriefDraft(mode=Mode.AD))
    for told in (json.dumps(answer), json.dumps(answer)[:cut]):
        try:
            found = read_chat(told, request)
        except UnusableChatError:
            continue
        assert len(found.questions) <= MOST_QUESTIONS and found.ready is not bool(found.questions)
        fields = found.brief.model_dump(exclude_none=True, include=set(Brief.model_fields) - {"references"})
        assert Brief.model_validate(fields).prompt
