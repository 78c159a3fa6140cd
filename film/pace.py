"""How fast a voice speaks, as far as plans need to know."""

from pydantic import Field

from film.language import Language
from film.model import Value

NARRATION_LEAD_S = 0.4
"""A line starts this long after its scene does: the picture speaks first."""

NARRATION_TAIL_S = 0.25
"""A line ends at least this long before its scene does."""

_SPARE_S = 0.4


class Pace(Value):
    """What a voice says in a second: words, or characters in languages that are written without spaces."""

    per_s: float = Field(default=2.4, gt=0)
    characters: bool = False

    def count(self, text: str) -> int:
        """How much a text is to say, in this pace's units; punctuation is not spoken."""
        if self.characters:
            return sum(char.isalnum() for char in text)
        return len(text.split())

    def seconds(self, text: str) -> float:
        """About how long a text takes to say."""
        return self.count(text) / self.per_s

    def room_in(self, seconds: float) -> int:
        """How much can be said in a scene of this length, silence around it left."""
        return max(1, int((seconds - NARRATION_LEAD_S - _SPARE_S) * self.per_s))


_CHARACTERS_PER_S = {Language.JAPANESE: 6.5, Language.CHINESE: 4.2}


def usual_pace(language: Language) -> Pace:
    """The pace of a calm reading where no voice has been measured.

    2.4 words a second; Japanese about 6.5 written characters, Mandarin about 4.2.
    """
    if language in _CHARACTERS_PER_S:
        return Pace(per_s=_CHARACTERS_PER_S[language], characters=True)
    return Pace()
