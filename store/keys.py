"""The layout of keys in object storage. A file's key is its content, so a key is written once."""

from film.assets import AssetKind

_SUFFIX = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/webp": "webp",
    "video/mp4": "mp4",
    "audio/wav": "wav",
    "audio/x-wav": "wav",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "application/json": "json",
    "application/x-subrip": "srt",
    "audio/flac": "flac",
    "text/vtt": "vtt",
    "video/iso.segment": "m4s",
}


def asset_key(kind: AssetKind, sha256: str, content_type: str) -> str:
    """``assets/<kind>/<first two digits>/<sha256>.<suffix>``."""
    suffix = _SUFFIX.get(content_type.split(";", maxsplit=1)[0].strip().lower(), "bin")
    return f"assets/{kind.value}/{sha256[:2]}/{sha256}.{suffix}"
