"""Hints how a word is said: written ``Reelwright[ˈɹiːlɹaɪt]`` where it stands, or listed in the brief.

Captions show the word; the voice is told the hint in the way its models understand.
"""

import re
from collections.abc import Mapping

from film.brief import Brief
from film.plan import Plan, Scene
from film.voices import Troupe, Voice

_HINT = re.compile(r"(?<=[^\W_])\[([^\[\]\n]{1,80})\]")
_LONGEST_WORD = 80
_WORD_END = re.compile(r"[^\s\[\]\"'“‘(«¿¡]+$")
_PLAIN = re.compile(r"[A-Za-zÀ-ÿ' -]+")


def bare(text: str) -> str:
    """The text as it is shown: every hint left out."""
    return _HINT.sub("", text)


def hints_in(text: str) -> dict[str, str]:
    """The hints that stand in a text, by their words."""
    found = {}
    for match in _HINT.finditer(text):
        word = _WORD_END.search(text[max(0, match.start() - _LONGEST_WORD) : match.start()])
        if word and match[1].strip():
            found[word[0]] = match[1].strip()
    return found


def with_hints_listed(brief: Brief) -> Brief:
    """The brief with its inline hints taken out of prompt, script and title and listed in ``pronunciations``.

    What is listed already wins.
    """
    texts = {"prompt": brief.prompt, "script": brief.script, "title": brief.title}
    found: dict[str, str] = {}
    for text in texts.values():
        found |= hints_in(text or "")
    if not found:
        return brief
    return brief.model_copy(
        update={
            **{name: bare(text) if text else text for name, text in texts.items()},
            "pronunciations": found | brief.pronunciations,
        }
    )


def pronounced(plan: Plan, pronunciations: Mapping[str, str], troupe: Troupe) -> Plan:
    """The plan with what voices are told beside what is written, wherever a line has a word that is listed.

    Hints within the plan's own words are taken out (``hints_in`` finds them before). Lines left unsaid stay so.
    """
    return plan.model_copy(
        update={
            "title": bare(plan.title),
            "logline": bare(plan.logline),
            "scenes": tuple(_told(scene, pronunciations, troupe) for scene in plan.scenes),
        }
    )


def _told(scene: Scene, listed: Mapping[str, str], troupe: Troupe) -> Scene:
    written = bare(scene.narration)
    text = scene.on_screen_text
    changes = {"narration": written, "on_screen_text": bare(text) if text else text, "subject": bare(scene.subject)}
    voice = troupe.voice(scene.voice)
    if scene.said == "" or voice is None:
        return scene.model_copy(update=changes)
    said = written
    for word in sorted(listed, key=lambda word: (-len(word), word)):
        whole = re.compile(rf"(?<![\w\]]){re.escape(word)}(?![\w\[])", re.IGNORECASE)
        for match in reversed(list(whole.finditer(said))):
            said = said[: match.start()] + _as_told(match[0], listed[word], voice) + said[match.end() :]
    return scene.model_copy(update={**changes, "said": said if said != written else None})


def _as_told(word: str, hint: str, voice: Voice) -> str:
    """A word as a voice is told it: with the hint, spelled as it sounds, or plain where the model would stumble."""
    if voice.reads_ipa:
        return f"{word}[{hint}]"
    return hint if _PLAIN.fullmatch(hint) else word
