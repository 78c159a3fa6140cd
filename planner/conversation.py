"""The conversation about a brief without a language model: at most three questions, one at a time.

It reads what was said, asks for what would change the film most, and never for what can be assumed. What nobody asks
for any more is inferred when the film is planned.
"""

import json
import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ValidationError

from film.brief import Mode, default_format
from film.conversation import (
    ChatAnswer,
    ChatBrief,
    ChatInference,
    ChatMessage,
    ChatQuestion,
    ChatRequest,
    Role,
    Topic,
)
from film.language import Language
from planner.language_of import language_of
from planner.said import Said, read_said

_BANK = Path(__file__).parent / "words" / "conversation.yaml"
_USUAL_DURATION_S = 24
_RICH_WORDS = 25
"""A brief of so many words has said what matters to its author; few questions would change it."""
_VAGUE_WORDS = 2
_LONGEST_NAME_WORDS = 8
_DETAIL = {Topic.AUDIENCE: 200, Topic.CHARACTER: 500}
_WORD = re.compile(r"[^\W\d_]+")
_WIDE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_SEVERAL = re.compile(
    r"\b(?:they|two|three|friends|couple|brothers?|sisters?|twins|mother|father|parents?|neighbou?rs?|strangers|lovers|"
    r"together|each other|dos|zwei|deux|duas|due|amigos|freunde|amis|amici)\b|二人|两个|दो ",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(
    r"^(?:it(?:['’]s| is)(?: called| named)?|we are|we['’]re|the name is|called|named)\s+", re.IGNORECASE
)
_GO_AHEAD = re.compile(
    r"\W*(?:ok(?:ay)?\W+|yes\W+|please\W+)?(?:go ahead|go|(?:just )?make it|that['’]?s (?:all|it|enough)|"
    r"no more questions?|start|adelante|hazlo|mach(?: es| mal)?|leg los|vas-y|allez-y|faites|vai|pode fazer|procedi|"
    r"fallo|作って|お願いします|開始|开始吧?|做吧|शुरू (?:करें|करो)|बना दो)\W*(?:please|now|then|bitte|por favor)?\W*",
    re.IGNORECASE,
)
_SHORT_ANSWER_WORDS = 6
_LONGEST_CALL, _LONGEST_OFFER = 60, 120


class _Asking(BaseModel):
    """A question, and what is assumed without an answer."""

    text: str
    assumed: str


class _Phrases(BaseModel):
    """What is said in one language. ``evasive`` are answers that leave it to us, ``asking`` the words of a request."""

    about: dict[Mode, str]
    named: str
    facts: str
    done: str
    note: dict[str, str]
    questions: dict[Topic, _Asking]
    evasive: list[str]
    asking: str


@dataclass(frozen=True)
class _State:
    """The conversation as far as it was read."""

    brief: ChatBrief
    said: Said
    over: bool = False


def answer_chat(messages: list[dict[str, str]]) -> ChatAnswer:
    """The turn that is asked for in the last message of a user: a ``ChatRequest`` as JSON, or what a client says.

    Raises ``ValueError`` when there is no such message or nothing in it.
    """
    asked = [message.get("content", "") for message in messages if message.get("role", "user") == "user"]
    if not asked:
        raise ValueError("there is no message from a user to answer")
    return converse(_request_in(asked[-1]))


def converse(request: ChatRequest) -> ChatAnswer:
    """The next turn: what is understood, and the question whose answer would change the film most, if there is one."""
    language = _language(request)
    phrases, state = _bank()[language], _read(request, language)
    brief = state.brief
    topic = None if state.over or not request.questions_left else _topic(brief, request, phrases)
    asking = phrases.questions[topic] if topic else None
    return ChatAnswer(
        reply=_reply(brief, phrases, ready=topic is None),
        questions=[ChatQuestion(topic=topic, text=asking.text, assumed=asking.assumed)] if topic and asking else [],
        brief=brief,
        inferred=_inferred(brief, request, phrases),
        ready=topic is None,
    )


def _request_in(text: str) -> ChatRequest:
    try:
        return ChatRequest.model_validate_json(text)
    except ValidationError:
        pass
    try:
        told = json.loads(text)
    except ValueError:
        told = None
    if isinstance(told, dict):
        raise ValueError("the conversation cannot be read")
    return ChatRequest(messages=(ChatMessage(role=Role.USER, content=text.strip()[:4000]),))


def _language(request: ChatRequest) -> Language:
    said = " ".join(message.content for message in request.messages if message.role is Role.USER)
    return language_of(f"{request.brief.prompt or ''} {said}")


def _read(request: ChatRequest, language: Language) -> _State:
    """The draft with what was said since: all of it, or the newest message when the draft has a prompt already."""
    draft = request.brief
    brief = ChatBrief(
        prompt=draft.prompt,
        mode=draft.mode or _mode_of_draft(request),
        title=draft.title,
        duration_s=draft.duration_s,
        aspect=draft.aspect,
        language=draft.language,
        archetype=draft.archetype,
        product=draft.ad.product if draft.ad else None,
        brand=draft.ad.brand if draft.ad else None,
        audience=draft.ad.audience if draft.ad else None,
        offer=draft.ad.offer if draft.ad else None,
        call_to_action=draft.ad.call_to_action if draft.ad else None,
        character=draft.song.character if draft.song else None,
        telling=draft.story.telling if draft.story else None,
    )
    state, asked = _State(brief, Said()), None
    newest = max((n for n, each in enumerate(request.messages) if each.role is Role.USER), default=-1)
    for number, message in enumerate(request.messages):
        if message.role is Role.ASSISTANT:
            asked = _asked(message)
        elif draft.prompt is None or number == newest:
            state = _heard(state, message.content, asked, language)
    return state


def _asked(message: ChatMessage) -> Topic | None:
    """What a message asks for: as it says, or as its words are ours."""
    if message.asks:
        return message.asks[-1]
    for phrases in _bank().values():
        for topic, asking in phrases.questions.items():
            if asking.text in message.content:
                return topic
    return None


def _mode_of_draft(request: ChatRequest) -> Mode | None:
    draft = request.brief
    if draft.ad:
        return Mode.AD
    return Mode.MUSIC_VIDEO if draft.song or request.has_lyrics else Mode.STORY if draft.story else None


def _heard(state: _State, text: str, asked: Topic | None, language: Language) -> _State:
    brief, text, phrases = state.brief, " ".join(text.split()), _bank()[language]
    said = read_said(text, language, advertised=brief.mode is Mode.AD)
    if asked and _leaves_it(text, asked, phrases):
        return replace(state, over=state.over or bool(_GO_AHEAD.fullmatch(text)))
    if asked is None and brief.prompt and _GO_AHEAD.fullmatch(text):
        return replace(state, over=True)
    brief = _told(brief, said, asked)
    brief = brief.model_copy(update=_answered(brief, text, said, asked))
    if brief.prompt is None or asked is Topic.SUBJECT:
        before = None if _content(brief.prompt, phrases) == 0 else brief.prompt
        brief = brief.model_copy(update={"prompt": _joined(before, text)})
    return _State(brief, said, state.over)


def _told(brief: ChatBrief, said: Said, asked: Topic | None) -> ChatBrief:
    """The brief with what was said by the way. The kind of film is read where it was not asked for something else."""
    known = {name: value for name, value in vars(said).items() if value is not None and name != "mode"}
    if asked not in (None, Topic.SUBJECT, Topic.PRODUCT):
        known = {name: value for name, value in known.items() if name not in ("product", "brand")}
    if said.mode is not None and (brief.mode is None or asked is None):
        known["mode"] = said.mode
    return brief.model_copy(update=known)


def _answered(brief: ChatBrief, text: str, said: Said, asked: Topic | None) -> dict[str, object]:
    """What an answer to a question changes; what is said without one is added to the prompt."""
    match asked:
        case Topic.PRODUCT:
            name = _LEAD_IN.sub("", text).strip(" .!")
            if said.product is None and _count(name) <= _LONGEST_NAME_WORDS:
                return {"product": name[:80]}
            return {"prompt": _joined(brief.prompt, text)}
        case Topic.OFFER if said.offer is None and said.call_to_action is None:
            is_call = len(text) <= _LONGEST_CALL and not any(ch.isdigit() for ch in text)
            return {"call_to_action" if is_call else "offer": text.strip(" .")[:_LONGEST_OFFER]}
        case Topic.AUDIENCE:
            return {"audience": text.strip(" .")[: _DETAIL[Topic.AUDIENCE]]}
        case Topic.CHARACTER:
            return {"character": text[: _DETAIL[Topic.CHARACTER]]}
        case Topic.OFFER | Topic.SONG | Topic.TELLING | Topic.PLACE | Topic.SUBJECT:
            return {}
        case _:
            is_new = brief.prompt is not None and text not in brief.prompt
            by_the_way = said.duration_s or said.aspect or said.language
            if not is_new or (by_the_way and _count(text) <= _SHORT_ANSWER_WORDS):
                return {}
            return {"prompt": _joined(brief.prompt, text)}


def _leaves_it(text: str, asked: Topic, phrases: _Phrases) -> bool:
    """Whether an answer leaves the matter to us: it says so, or it is what we would assume."""
    plain = _plain(text)
    if asked in phrases.questions and plain == _plain(phrases.questions[asked].assumed):
        return True
    return plain in map(_plain, phrases.evasive) or bool(_GO_AHEAD.fullmatch(text))


def _topic(brief: ChatBrief, request: ChatRequest, phrases: _Phrases) -> Topic | None:
    """What to ask for next."""
    before = {topic for message in request.messages for topic in message.asks}
    before |= {topic for each in request.messages if each.role is Role.ASSISTANT and (topic := _asked(each))}
    return next((topic for topic in _open(brief, request, phrases) if topic not in before), None)


def _open(brief: ChatBrief, request: ChatRequest, phrases: _Phrases) -> list[Topic]:
    """What is not known and would change the film, most of all first."""
    if _is_vague(brief, phrases) and not request.has_script:
        return [Topic.SUBJECT]
    rich = _count(brief.prompt or "") >= _RICH_WORDS
    place = Topic.PLACE if brief.duration_s is None and brief.aspect is None and not rich else None
    match brief.mode:
        case Mode.AD:
            found = [
                Topic.PRODUCT if brief.product is None and brief.brand is None else None,
                Topic.OFFER if brief.offer is None and brief.call_to_action is None else None,
                Topic.AUDIENCE if brief.audience is None and not rich else None,
                place,
            ]
        case Mode.MUSIC_VIDEO:
            has_song = bool(request.brief.song and request.brief.song.song)
            found = [None if has_song else Topic.SONG, Topic.CHARACTER if brief.character is None else None]
        case _:
            several = bool(_SEVERAL.search(brief.prompt or ""))
            found = [
                None if rich or request.has_script else Topic.ENDING,
                Topic.TELLING if brief.telling is None and several and not request.has_script else None,
                place,
            ]
    return [topic for topic in found if topic is not None]


def _is_vague(brief: ChatBrief, phrases: _Phrases) -> bool:
    """Whether the prompt asks for a film without saying what about. What is for sale is enough for an advertisement."""
    if brief.product or brief.brand:
        return False
    return _content(brief.prompt, phrases) < (1 if brief.mode is Mode.AD else _VAGUE_WORDS)


def _content(prompt: str | None, phrases: _Phrases) -> int:
    """How many words of a prompt say what it is about; of scripts that write no spaces, two characters count as one."""
    if prompt and _WIDE.search(prompt):
        return len(_WIDE.findall(re.sub(phrases.asking, "", prompt))) // 2
    asking = set(phrases.asking.split("|"))
    return len([word for word in _WORD.findall((prompt or "").casefold()) if word not in asking])


def _reply(brief: ChatBrief, phrases: _Phrases, *, ready: bool) -> str:
    mode = brief.mode or Mode.STORY
    name = brief.product or brief.brand if mode is Mode.AD else brief.title
    about = phrases.named.format(what=phrases.about[mode], name=name) if name else phrases.about[mode]
    facts = phrases.facts.format(
        seconds=brief.duration_s or _USUAL_DURATION_S, aspect=(brief.aspect or default_format(mode).aspect).value
    )
    told = f"{about}{facts}"
    return f"{told} {phrases.done}" if ready else told


def _inferred(brief: ChatBrief, request: ChatRequest, phrases: _Phrases) -> list[ChatInference]:
    """What nobody has said, and how it will be."""
    mode, found = brief.mode or Mode.STORY, {}
    if brief.mode is None:
        found["mode"] = phrases.note["mode"]
    if brief.duration_s is None and not (request.brief.song and request.brief.song.song):
        found["duration_s"] = phrases.note["duration_s"]
    if brief.aspect is None:
        found["aspect"] = phrases.note[f"aspect_{mode.value}"]
    if brief.language is None:
        found["language"] = phrases.note["language"]
    if mode is Mode.STORY and brief.telling is None and not request.has_script:
        found["telling"] = phrases.note["telling"]
    return [ChatInference(field=field, how=how) for field, how in found.items()]


def _joined(prompt: str | None, text: str) -> str:
    """The prompt with another sentence."""
    if not prompt:
        return text[:4000]
    end = "" if prompt.rstrip()[-1:] in ".!?…。！？।" else "。" if _WIDE.search(prompt) else "."
    return f"{prompt.rstrip()}{end} {text[:1].upper()}{text[1:]}"[:4000]


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


def _count(text: str) -> int:
    """Words; of scripts that write no spaces, two characters count as one."""
    return len(_WIDE.findall(text)) // 2 + len(_WIDE.sub(" ", text).split())


@cache
def _bank() -> dict[Language, _Phrases]:
    told = yaml.safe_load(_BANK.read_text(encoding="utf-8"))
    return {Language(code): _Phrases.model_validate(phrases) for code, phrases in told.items()}
