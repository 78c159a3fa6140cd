"""From the text of an answer to the object in it, however it is wrapped, cut off or misspelt."""

import json
import re

import json_repair
from pydantic import JsonValue, TypeAdapter

from film.boundary.notes import Notes

_LONGEST = 100_000
"""Characters that are read of an answer; the plan of the longest film is a third of that."""

_DEEPEST = 40
_JSON: TypeAdapter[JsonValue] = TypeAdapter(JsonValue)
_WRAPPERS = 4
_REFUSAL = re.compile(
    r"^\W*(?:i['’]?m sorry|i am sorry|sorry|i can(?:no|['’])?t|i am unable|i['’]m unable|as an ai)\b", re.IGNORECASE
)


def parsed(text: str, notes: Notes) -> dict[str, JsonValue] | None:
    """The object that holds the scenes; ``None``, with a fault, when there is none."""
    if len(text) > _LONGEST:
        notes.mended(f"the answer was cut at {_LONGEST} characters")
        text = text[:_LONGEST]
    told = _unpacked(text, notes)
    found = _with_scenes(told)
    if found is not None:
        return found
    words = told if isinstance(told, str) and told.strip() else text
    if _REFUSAL.match(words):
        notes.fault(
            f"the answer refuses: “{' '.join(words.split())[:120]}”; leave out what must not be filmed, and plan"
        )
    else:
        notes.fault("the answer is not a JSON object with scenes; answer with the object only")
    return None


def _unpacked(text: str, notes: Notes) -> JsonValue:
    """The value in a text; a text in a text is opened, too."""
    told: JsonValue = text
    for _ in range(3):
        if not isinstance(told, str):
            break
        inner = _loaded(told, notes)
        if inner is None or inner == told:
            break
        told = inner
    return told


def _loaded(text: str, notes: Notes) -> JsonValue:
    try:
        strict: JsonValue = json.loads(text)
    except (ValueError, RecursionError):
        pass
    else:
        return strict
    if _depth(text) > _DEEPEST:
        notes.fault("the answer is nested too deeply")
        return None
    try:
        found = json_repair.loads(text[text.find("{") :] if "{" in text else text, skip_json_loads=True)
        mended = _JSON.validate_python(found)
    except (ValueError, RecursionError):
        return None
    if isinstance(mended, dict | list) and mended:
        notes.mended("the answer was not valid JSON")
    return mended


def _depth(text: str) -> int:
    deepest = depth = 0
    for char in text:
        if char in "{[":
            depth += 1
            deepest = max(deepest, depth)
        elif char in "}]":
            depth = max(0, depth - 1)
    return deepest


def _with_scenes(told: JsonValue, depth: int = 0) -> dict[str, JsonValue] | None:
    """The object with a list of scenes, out of whatever it is wrapped in."""
    if depth > _WRAPPERS:
        return None
    if isinstance(told, dict):
        if any(isinstance(told.get(name), list) for name in ("scenes", "Scenes", "shots")):
            return told
        for value in told.values():
            if (found := _with_scenes(value, depth + 1)) is not None:
                return found
    if isinstance(told, list):
        objects = [item for item in told if isinstance(item, dict)]
        if objects and any({"subject", "setting", "narration"} & item.keys() for item in objects):
            return {"scenes": list(objects)}
        for item in told[:20]:
            if (found := _with_scenes(item, depth + 1)) is not None:
                return found
    return None
