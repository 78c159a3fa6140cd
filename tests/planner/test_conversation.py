"""The conversation by rule: what it reads, what it asks, and when it stops asking."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from film.brief import AdBrief, Mode, Telling
from film.chat_reading import settled
from film.conversation import MOST_QUESTIONS, BriefDraft, ChatMessage, ChatReply, ChatRequest, Role, Topic
from film.language import Language
from planner.conversation import _bank, answer_chat, converse
from planner.said import read_said


class Talk:
    """A conversation, turn by turn; ``remembers`` sends the draft and the topics back as a good client does."""

    def __init__(self, *, remembers: bool = True) -> None:
        self.messages: list[ChatMessage] = []
        self.reply = ChatReply(reply="", brief=BriefDraft(), ready=False)
        self.asked: list[Topic] = []
        self.remembers = remembers

    def say(self, text: str) -> ChatReply:
        self.messages.append(ChatMessage(role=Role.USER, content=text))
        request = ChatRequest(messages=tuple(self.messages), brief=self.reply.brief if self.remembers else BriefDraft())
        self.reply = settled(converse(request), request)
        topics = tuple(each.topic for each in self.reply.questions)
        self.asked += topics
        content = " ".join([self.reply.reply, *(each.text for each in self.reply.questions)])
        self.messages.append(ChatMessage(role=Role.ASSISTANT, content=content, asks=topics if self.remembers else ()))
        return self.reply


@pytest.mark.parametrize("remembers", [True, False])
def test_an_advertisement_is_talked_over(remembers: bool) -> None:
    talk = Talk(remembers=remembers)
    talk.say("make me an ad")
    talk.say("A desk lamp called Lumen that never flickers")
    talk.say("20% off until Sunday, order at lumen.example")
    found = talk.say("students")
    assert talk.asked == [Topic.SUBJECT, Topic.OFFER, Topic.AUDIENCE] and found.ready
    assert found.brief.prompt == "A desk lamp called Lumen that never flickers"
    assert found.brief.ad == AdBrief(
        product="Lumen", offer="20% off, until Sunday", call_to_action="Order at lumen.example", audience="students"
    )


def test_a_story_is_asked_for_its_end_and_who_speaks() -> None:
    talk = Talk()
    talk.say("Two brothers fight over a bicycle in the rain")
    talk.say("They share it")
    talk.say("dialogue")
    found = talk.say("youtube, one minute")
    assert talk.asked == [Topic.ENDING, Topic.TELLING, Topic.PLACE]
    assert found.brief.prompt == "Two brothers fight over a bicycle in the rain. They share it"
    assert found.brief.story and found.brief.story.telling is Telling.DIALOGUE
    assert (found.brief.duration_s, found.brief.aspect) == (60, "16:9") and found.ready


def test_a_music_video_is_asked_for_its_song_and_who_sings() -> None:
    talk = Talk()
    talk.say("A music video for my song Blue Hour")
    talk.say("no")
    found = talk.say("A woman in a red coat")
    assert talk.asked == [Topic.SONG, Topic.CHARACTER] and found.ready
    assert found.brief.song and found.brief.song.character == "A woman in a red coat"


def test_a_rich_brief_is_not_questioned() -> None:
    prompt = (
        "Launch spot for the Kestrel e-bike by Norda, 30 seconds, vertical: commuters glide past a jam at dawn. "
        "Made for young commuters. Book a test ride at norda.example."
    )
    found = Talk().say(prompt)
    assert found.ready and found.brief.duration_s == 30
    assert found.brief.ad and (found.brief.ad.product, found.brief.ad.brand) == ("Kestrel", "Norda")


def test_whoever_wants_to_go_ahead_goes_ahead() -> None:
    talk = Talk()
    talk.say("A whale sings")
    assert talk.say("Go ahead!").ready


@pytest.mark.parametrize("evasive", ["no", "I don't know", "whatever", "As it suits the story", "You decide."])
def test_what_is_left_to_us_changes_nothing(evasive: str) -> None:
    talk = Talk()
    before = talk.say("A whale sings")
    assert before.questions[0].topic is Topic.ENDING
    assert talk.say(evasive).brief == before.brief


def test_words_that_only_contain_a_go_ahead_are_an_answer() -> None:
    talk = Talk()
    talk.say("A lighthouse keeper befriends a whale")
    assert "lets it go at dawn" in (talk.say("She lets it go at dawn").brief.prompt or "")


@pytest.mark.parametrize(
    ("first", "language"),
    [
        ("Werbung für meinen Kaffee", Language.GERMAN),
        ("un anuncio para mi tienda de bicicletas en Sevilla", Language.SPANISH),
        ("une publicité pour ma boulangerie à Lyon", Language.FRENCH),
        ("um anúncio para a minha padaria", Language.PORTUGUESE),
        ("una pubblicità per il mio caffè", Language.ITALIAN),
        ("मेरी चाय की दुकान के लिए एक विज्ञापन", Language.HINDI),
        ("コーヒーの広告を作ってください", Language.JAPANESE),
        ("给我的咖啡店做一个广告", Language.CHINESE),
    ],
)
def test_questions_are_asked_in_the_language_of_the_brief(first: str, language: Language) -> None:
    talk = Talk()
    found = talk.say(first)
    assert found.brief.mode is Mode.AD
    asking = _bank()[language].questions[Topic.PRODUCT]
    assert [each.text for each in found.questions] == [asking.text]
    named = talk.say("„Lumen“" if language is Language.GERMAN else "Lumen").brief.ad
    assert named is not None and named.product == "Lumen"


def test_every_language_has_all_that_is_said() -> None:
    assert set(_bank()) == set(Language)
    topics = set(_bank()[Language.ENGLISH].questions)
    notes = set(_bank()[Language.ENGLISH].note)
    assert all(set(each.questions) == topics and set(each.note) == notes for each in _bank().values())
    texts = [asking.text for each in _bank().values() for asking in each.questions.values()]
    assert len(texts) == len(set(texts)) and all(text.count("?") + text.count("？") == 1 for text in texts[:9])


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("a 30-second spot", 30),
        ("30s", 30),
        ("half a minute", 30),
        ("one minute", 60),
        ("1.5 minutes", 90),
        ("3 seconds", 8),
        ("zwei Minuten", 120),
        ("45秒", 45),
        ("seven wolves", None),
    ],
)
def test_lengths_are_read(text: str, seconds: int | None) -> None:
    assert read_said(text, Language.ENGLISH).duration_s == seconds


def test_a_request_as_a_model_gets_it_is_answered() -> None:
    request = ChatRequest(messages=(ChatMessage(role=Role.USER, content="A whale sings"),))
    told = [{"role": "system", "content": "You are …"}, {"role": "user", "content": request.model_dump_json()}]
    assert answer_chat(told) == converse(request) == answer_chat([{"role": "user", "content": "A whale sings"}])
    for wrong in ([], [{"role": "user", "content": "{}"}], [{"role": "system", "content": "x"}]):
        with pytest.raises(ValueError):
            answer_chat(wrong)


_TEXTS = st.sampled_from(
    [
        "an ad",
        "a film",
        "música para mí",
        "no",
        "go",
        "for Lumen, 20 % off",
        "9:16",
        "?!a",
        "コーヒー",
        "60 s",
        "my song",
    ]
) | st.text(min_size=1, max_size=40).filter(lambda text: any(ch.isalnum() for ch in text) and text.isprintable())


@settings(max_examples=80, deadline=None)
@given(texts=st.lists(_TEXTS, min_size=5, max_size=5), remembers=st.booleans())
def test_any_conversation_ends_ready_within_three_questions(texts: list[str], remembers: bool) -> None:
    talk = Talk(remembers=remembers)
    for text in texts:
        if talk.say(text).ready:
            break
    assert len(talk.asked) == len(set(talk.asked)) <= MOST_QUESTIONS
    assert not talk.reply.questions and (talk.reply.ready or talk.reply.brief.prompt is None)
