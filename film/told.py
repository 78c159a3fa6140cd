"""Prompts that tell their own story: sentences that follow each other, rather than a wish for a film."""

import re

from film.brief import Brief, Mode
from film.phrases import sentences

_LEAST_SENTENCES = 3
_LEAST_WORDS = 3
_LEAST_CHARACTERS = 5
_INSTRUCTION = re.compile(
    r"\b(?:video|film|movie|scene|shot|camera|commercial|advert|ad|trailer|clip|animation|please|create|"
    r"make me|make a|style|kamera|szene|werbung|werbespot|bitte|erstelle|vídeo|película|cámara|escena|anuncio|"
    r"por favor|vidéo|caméra|scène|publicité|filme|cena|telecamera|pubblicità|per favore)\b|"
    r"動画|映画|カメラ|视频|电影|镜头",
    re.IGNORECASE,
)
_UNSPACED = re.compile(r"[぀-ヿ一-鿿]")


def tells_itself(brief: Brief) -> bool:
    """Whether the prompt tells a story in three sentences or more, rather than asking for one."""
    whole = [sentence for sentence in sentences(brief.prompt) if _says_something(sentence)]
    return brief.mode is not Mode.AD and len(whole) >= _LEAST_SENTENCES and not _INSTRUCTION.search(brief.prompt)


def told_text(brief: Brief) -> str | None:
    """What a film of this brief says word for word: its script, or a story's prompt that tells itself."""
    if brief.script:
        return brief.script
    return brief.prompt if brief.mode is Mode.STORY and tells_itself(brief) else None


def _says_something(sentence: str) -> bool:
    if _UNSPACED.search(sentence):
        return sum(char.isalnum() for char in sentence) >= _LEAST_CHARACTERS
    return len(sentence.split()) >= _LEAST_WORDS
