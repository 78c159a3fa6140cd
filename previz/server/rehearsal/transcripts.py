"""What transcribing models answer, each in its own shape."""

from pydantic import JsonValue

from previz.server.rehearsal.words import Timed, timed_words

_SENTENCE_WORDS = 10


def transcript(text: str, seconds: float, told: dict[str, JsonValue], slug: str) -> JsonValue:
    """The output of the transcribing model ``slug`` for a recording in which ``text`` is said."""
    words = timed_words(text, seconds)
    language = str(told.get("language") or "en")
    if slug.endswith("whisperx"):
        return _whisperx(words, language, with_words=told.get("align_output") is True)
    if slug.endswith("incredibly-fast-whisper"):
        return _chunks(text, words, by_word=told.get("timestamp") == "word")
    if slug.endswith("/whisper"):
        return _whisper(text, words)
    return text


def segments(words: list[Timed]) -> list[list[Timed]]:
    """Words in handy pieces."""
    return [words[n : n + _SENTENCE_WORDS] for n in range(0, len(words), _SENTENCE_WORDS)]


def _text(piece: list[Timed]) -> str:
    return " ".join(word.text for word in piece)


def _whisperx(words: list[Timed], language: str, *, with_words: bool) -> JsonValue:
    found: list[JsonValue] = []
    for piece in segments(words):
        segment: dict[str, JsonValue] = {"start": piece[0].start_s, "end": piece[-1].end_s, "text": _text(piece)}
        if with_words:
            segment["words"] = [{"word": w.text, "start": w.start_s, "end": w.end_s, "score": 0.9} for w in piece]
        found.append(segment)
    return {"segments": found, "detected_language": language}


def _chunks(text: str, words: list[Timed], *, by_word: bool) -> JsonValue:
    pieces = [[word] for word in words] if by_word else segments(words)
    return {
        "text": text,
        "chunks": [{"text": f" {_text(p)}", "timestamp": [p[0].start_s, p[-1].end_s]} for p in pieces],
    }


def _whisper(text: str, words: list[Timed]) -> JsonValue:
    found: list[JsonValue] = [
        {"id": n, "start": piece[0].start_s, "end": piece[-1].end_s, "text": f" {_text(piece)}"}
        for n, piece in enumerate(segments(words))
    ]
    return {
        "detected_language": "english",
        "transcription": text,
        "segments": found,
        "translation": None,
        "txt_file": None,
        "srt_file": None,
    }
