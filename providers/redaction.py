"""A provider's words, made fit to show: it may repeat our signed URLs, our files or our keys to us."""

import re

_QUERY = re.compile(r"(https?://[^\s?#\"'<>]+)[?#][^\s\"'<>]+")
_USER = re.compile(r"(https?://)[^\s/@\"'<>]+@")
_DATA = re.compile(r"(data:[\w.+-]+/[\w.+-]+)[;,][^\s\"'<>]+")
_KEY = re.compile(r"\b(sk|r8|whsec|xi)([-_])[\w*/+=-]{8,}")


def redacted(text: str) -> str:
    """The text without what signs a URL, without the content of data URIs and without keys.

    Half a surrogate pair, which JSON can hold and UTF-8 cannot, becomes ``?``: a reason that cannot be sent on would
    fail the step that tells it, again and again.
    """
    text = text.encode("utf-8", "replace").decode()
    text = _USER.sub(r"\1", _QUERY.sub(r"\1", text))
    return _KEY.sub(r"\1\2…", _DATA.sub(r"\1…", text))
