"""Text that can be stored, shown and spoken."""

from typing import Annotated

from pydantic import AfterValidator


def _storable(text: str) -> str:
    """Refuse what no database, caption or file name can hold."""
    if any(ord(character) < 32 and character not in "\t\n\r" for character in text):
        raise ValueError("must not contain control characters")
    return text


Words = Annotated[str, AfterValidator(_storable)]
