"""Words as PostgreSQL can hold them: it knows neither NUL nor half a surrogate pair, and models send both."""

import json
from typing import Any


def plain(text: str) -> str:
    """``text`` with what cannot be stored replaced by ``?``."""
    return text.replace("\x00", "?").encode("utf-8", "replace").decode()


def plain_json(value: Any) -> str:
    """``value`` as JSON, every text in it plain."""
    return json.dumps(_plain(value), ensure_ascii=False)


def _plain(value: Any) -> Any:
    match value:
        case str():
            return plain(value)
        case dict():
            return {_plain(name): _plain(item) for name, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case _:
            return value
