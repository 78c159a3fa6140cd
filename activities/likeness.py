"""Whether a prediction in a provider's list is a call of ours, by what the provider was told."""

import mimetypes
from collections.abc import Iterator, Mapping
from urllib.parse import unquote, urlsplit

from pydantic import JsonValue

from providers.predictions import ProviderPrediction
from store.ledger import Entry

_ASSET_PREFIX = "assets/"


def is_same_call(prediction: ProviderPrediction, entry: Entry) -> bool:
    """Whether model and input are those we sent; files are left out, since their URLs differ each time."""
    return is_same_model(prediction, entry) and _same_input(prediction.input, entry.input)


def is_same_model(prediction: ProviderPrediction, entry: Entry) -> bool:
    """Whether it was made by the model we asked."""
    return prediction.model.split(":")[0] == entry.model


def files_differ(prediction: ProviderPrediction, entry: Entry) -> bool:
    """Whether it was certainly given other pictures than ours: a link into our storage names what it leads to.

    A file that was uploaded tells nothing, nor does a sound, which may have been given a lead on its way.
    """
    theirs = prediction.input or {}
    return any(
        _leads_elsewhere(url, key)
        for name, value in entry.input.items()
        for key, url in zip(_texts(value), _texts(theirs.get(name)), strict=False)
        if _is_picture(key)
    )


def _same_input(theirs: Mapping[str, JsonValue] | None, ours: Mapping[str, JsonValue]) -> bool:
    plain = {name: value for name, value in ours.items() if not any(_is_key(text) for text in _texts(value))}
    return bool(theirs) and theirs is not None and all(theirs.get(name) == value for name, value in plain.items())


def _texts(value: JsonValue) -> Iterator[str]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str):
            yield item


def _is_key(text: str) -> bool:
    return text.startswith(_ASSET_PREFIX)


def _is_picture(key: str) -> bool:
    return _is_key(key) and (mimetypes.guess_type(key)[0] or "").startswith(("image/", "video/"))


def _leads_elsewhere(url: str, key: str) -> bool:
    path = unquote(urlsplit(url).path) if url.startswith(("http://", "https://")) else ""
    return f"/{_ASSET_PREFIX}" in path and not path.endswith(f"/{key}")
