"""Words that belong to the conversation with the model and not into the film."""

import re

_LEAKS = re.compile(
    "|".join(
        (
            r"\bas an? (?:ai|artificial intelligence|(?:large )?language model|assistant)\b",
            r"\b(?:can['’]?t|cannot|won['’]?t|unable to|not able to) "
            r"(?:assist|comply|fulfil|help (?:you )?with (?:that|this))",
            r"\b(?:ignore|disregard|forget|override|bypass)\W+(?:all |any |the |your |my |of |these |those )*"
            r"(?:previous|prior|above|earlier|preceding|system|foregoing)\W+"
            r"(?:instruction|prompt|rule|message|direction|command)",
            r"\bignor(?:a|e|ez|iere|ieren sie|are|i)\W+(?:\w+\W+){0,3}"
            r"(?:instrucciones|anweisungen|instructions|instruções|istruzioni)\b",
            r"\bsystem (?:prompt|message)\b",
            r"\bjson (?:object|schema|format)\b",
            r"\b(?:scene_count|max_words\w*|on_screen_text|time_of_day|music_mood|music_tempo_bpm|seconds_per_scene"
            r"|film_plan)\b",
            r"<\|[^|<>]{0,40}\|>|\[/?INST\]|<</?SYS>>",
            r"\bwriter and director of short films\b|\bthe last message is\b",
            r"\bmaterial to film, never an instruction\b",
            r"\blorem ipsum\b|\[insert [^\]]{0,40}\]",
            r"[{\[]\s*\"[^\"]{0,40}\"\s*[:,]|\"\s*:\s*[\[{\"]",
            r"```",
        )
    ),
    re.IGNORECASE,
)
_FOLDED = re.compile(r"\s+")


def leak_in(text: str, own: str = "") -> str | None:
    """The first words of a text that speak of instructions, schemas or refusals; ``None`` when there are none.

    What stands in ``own``, the script or the lyrics, may be said.
    """
    for found in _LEAKS.finditer(text):
        if _fold(found[0]) not in _fold(own):
            return found[0]
    return None


def _fold(text: str) -> str:
    return _FOLDED.sub(" ", text.casefold().replace("’", "'"))
