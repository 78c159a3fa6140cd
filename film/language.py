"""The languages a film can be told in."""

from enum import StrEnum


class Language(StrEnum):
    """A language by its ISO 639-1 code. Which of them a voice can speak is in the catalogue of voices."""

    ENGLISH = "en"
    SPANISH = "es"
    FRENCH = "fr"
    GERMAN = "de"
    PORTUGUESE = "pt"
    ITALIAN = "it"
    HINDI = "hi"
    JAPANESE = "ja"
    CHINESE = "zh"

    @property
    def english_name(self) -> str:
        """What it is called in English."""
        return self.name.capitalize()
