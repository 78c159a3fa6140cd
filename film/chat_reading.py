"""From a model's turn in the conversation to the brief as it is then: what can be mended is, the rest is left out.

What a client has said stays: a turn can add to the draft or change it, never empty it. What names a brand, a price or a
date is only taken over when the client has said it.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

import json_repair
from pydantic import ValidationError

from film.brief import MAX_DURATION_S, MIN_DURATION_S, AdBrief, Mode, SongBrief, StoryBrief
from film.conversation import (
    MOST_QUESTIONS,
    BriefDraft,
    ChatAnswer,
    ChatBrief,
    ChatInference,
    ChatQuestion,
    ChatReply,
    ChatRequest,
    Question,
    Role,
    Topic,
)
from film.language import Language
from film.model import Value

_LONGEST_ANSWER = 60_000
_MOST_INFERRED, _LONGEST_INFERENCE = 16, 200
_LONGEST_PROMPT, _SHORTEST_PROMPT = 4000, 3
_LONGEST = {
    "title": 80,
    "product": 80,
    "brand": 60,
    "audience": 200,
    "offer": 120,
    "call_to_action": 60,
    "character": 500,
}
_FIELDS = frozenset(ChatBrief.model_fields) | {"look", "song", "lyrics", "script"}
_LANGUAGES = {language.english_name.casefold(): language for language in Language}
_MOST_NUMBER = 10**6
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_WORD = re.compile(r"[^\W_]+")


class UnusableChatError(ValueError):
    """The answer is no turn in a conversation; the message says why."""


def read_chat(text: str, request: ChatRequest) -> ChatReply:
    """A model's written answer as a reply. Raises ``UnusableChatError`` when there is nothing to be read in it."""
    try:
        told = json_repair.loads(text[:_LONGEST_ANSWER])
    except (ValueError, RecursionError) as error:
        raise UnusableChatError("the answer cannot be read") from error
    if not isinstance(told, dict):
        raise UnusableChatError("the answer is not a JSON object")
    return settled(_lenient(told), request)


def settled(answer: ChatAnswer, request: ChatRequest) -> ChatReply:
    """The reply that a turn is, its questions within what may be asked, its brief within the limits of a brief.

    Raises ``UnusableChatError`` for a turn that says nothing.
    """
    reply = _clean(answer.reply, 2000)
    if reply is None:
        raise UnusableChatError("the answer says nothing")
    try:
        brief = _brief(answer.brief, request)
    except ValidationError as error:
        raise UnusableChatError(f"the brief breaks a rule: {error.errors()[0]['msg']}") from error
    questions = _questions(answer.questions, request)
    return ChatReply(
        reply=reply,
        questions=questions,
        brief=brief,
        inferred=_inferred(answer.inferred),
        ready=brief.prompt is not None and not questions,
    )


def _brief(told: ChatBrief, request: ChatRequest) -> BriefDraft:
    draft = request.brief
    mode = told.mode or draft.mode or (Mode.MUSIC_VIDEO if request.has_lyrics else Mode.STORY)
    if draft.mode is not mode:
        draft = draft.in_mode(mode)
    heard = _heard(request)
    cleaned = {name: _clean(getattr(told, name), most) for name, most in _LONGEST.items()}
    words = {name: text for name, text in cleaned.items() if text and _was_said(name, text, heard)}
    changes: dict[str, Any] = {
        "prompt": _prompt(told.prompt, request),
        "title": words.get("title"),
        "duration_s": min(MAX_DURATION_S, max(MIN_DURATION_S, told.duration_s)) if told.duration_s else None,
        "aspect": told.aspect,
        "language": told.language,
        "archetype": told.archetype,
    }
    if mode is Mode.AD:
        changes["ad"] = _more(draft.ad, AdBrief, words, ("product", "brand", "audience", "offer", "call_to_action"))
    if mode is Mode.MUSIC_VIDEO:
        changes["song"] = _more(draft.song, SongBrief, words, ("character",))
    if mode is Mode.STORY:
        changes["story"] = StoryBrief(telling=told.telling) if told.telling else None
    known = {name: value for name, value in changes.items() if value is not None}
    return BriefDraft.model_validate({**draft.model_dump(), **known, "mode": mode})


def _more(now: Value | None, kind: type[Value], words: Mapping[str, str], names: tuple[str, ...]) -> Value | None:
    """Details with what was said of them."""
    said = {name: words[name] for name in names if name in words}
    if not said:
        return now
    return kind.model_validate({**(now.model_dump() if now else {}), **said})


def _prompt(told: str | None, request: ChatRequest) -> str | None:
    """What the film is about: as the model has it, as it was, or in the client's own words."""
    own = " ".join(message.content for message in request.messages if message.role is Role.USER)
    for text in (told, request.brief.prompt, own):
        prompt = _clean(text, _LONGEST_PROMPT)
        if prompt and len(prompt) >= _SHORTEST_PROMPT:
            return prompt
    return None


def _heard(request: ChatRequest) -> str:
    """All that the client has said or written, to look words up in."""
    said = [message.content for message in request.messages if message.role is Role.USER]
    return " ".join(_WORD.findall(" ".join([*said, request.brief.model_dump_json()]).casefold()))


def _was_said(name: str, text: str, heard: str) -> bool:
    """Whether a client may be quoted with this: the name of a brand as a whole, of anything else its figures."""
    words = _WORD.findall(text.casefold())
    if name == "brand":
        return all(word in heard for word in words)
    return all(word in heard for word in words if any(ch.isdigit() for ch in word))


def _questions(asked: list[ChatQuestion], request: ChatRequest) -> tuple[Question, ...]:
    """The questions that may still be asked, none of them twice."""
    before = {topic for message in request.messages for topic in message.asks} - {Topic.OTHER}
    found: list[Question] = []
    for each in asked:
        text = _clean(each.text, 300)
        if text is None or each.topic in before or len(found) == request.questions_left:
            continue
        before |= {each.topic} - {Topic.OTHER}
        found.append(Question(topic=each.topic, text=text, assumed=_clean(each.assumed, 200) or ""))
    return tuple(found)


def _inferred(told: list[ChatInference]) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in told:
        how = _clean(each.how, _LONGEST_INFERENCE)
        if each.field in _FIELDS and how and len(found) < _MOST_INFERRED:
            found[each.field] = how
    return found


def _clean(text: str | None, most: int) -> str | None:
    """Printable text of at most ``most`` characters, cut between words; ``None`` when nothing is said in it."""
    if text is None:
        return None
    plain = _UNPRINTABLE.sub("", text).strip()
    if len(plain) > most:
        cut = plain[: most - 1].rpartition(" ")[0] or plain[: most - 1]
        plain = f"{cut.rstrip(' ,;:')}…"
    return plain if any(ch.isalnum() for ch in plain) else None


def _lenient(told: dict[str, Any]) -> ChatAnswer:
    """The answer with what does not fit left out: unknown names, wrong types, words that are no choice."""
    brief = told.get("brief")
    inferred = told.get("inferred")
    return ChatAnswer(
        reply=_text(told.get("reply")) or "",
        questions=[question for each in _objects(told.get("questions")) if (question := _question(each))][
            : 2 * MOST_QUESTIONS
        ],
        brief=_chat_brief(brief if isinstance(brief, dict) else {}),
        inferred=[
            ChatInference(field=_text(each.get("field")) or "", how=_text(each.get("how")) or "")
            for each in _objects(inferred)
        ],
        ready=told.get("ready") is True,
    )


def _question(told: dict[str, Any]) -> ChatQuestion | None:
    text = _text(told.get("text"))
    if not text:
        return None
    topic = str(told.get("topic")).strip().lower()
    known = Topic(topic) if topic in set(Topic) else Topic.OTHER
    return ChatQuestion(topic=known, text=text, assumed=_text(told.get("assumed")) or "")


def _chat_brief(told: dict[str, Any]) -> ChatBrief:
    """Each field by itself, so that one that is wrong costs nothing but itself."""
    fields: dict[str, Any] = dict.fromkeys(ChatBrief.model_fields)
    for name in fields:
        for tried in _readings(told.get(name)):
            with suppress(ValidationError):
                fields[name] = getattr(ChatBrief.model_validate({**dict.fromkeys(fields), name: tried}), name)
                break
    return ChatBrief.model_validate(fields)


def _readings(value: Any) -> Iterator[Any]:
    """A value and what may have been meant by it."""
    if isinstance(value, str):
        plain = _UNPRINTABLE.sub("", value).strip()
        small = plain.casefold()
        yield from (plain, small, small.replace(" ", "_"), re.sub(r"[ _]", "-", small))
        if small in _LANGUAGES:
            yield _LANGUAGES[small]
    elif isinstance(value, float) and abs(value) < _MOST_NUMBER:
        yield round(value)
    else:
        yield value


def _objects(value: Any) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _text(value: Any) -> str | None:
    return _UNPRINTABLE.sub("", value) if isinstance(value, str) else None
