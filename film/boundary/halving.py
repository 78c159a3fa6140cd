"""Where a line may be parted."""

import re

_ENDS = re.compile(r"(?<=[.!?…])[\"'”’»)]*(?=\s)|(?<=[。！？।])")
_CLAUSES = re.compile(r"(?=\s*[,;:—–]\s)|(?<=[、，；])")


def halves(text: str) -> tuple[str, str]:
    """A line in two at the sentence or clause nearest its middle; the second is empty where there is none."""
    for ends in (_ENDS, _CLAUSES):
        places = [found.start() for found in ends.finditer(text) if 0 < found.start() < len(text)]
        if places:
            middle = min(places, key=lambda place: abs(place - len(text) / 2))
            head, tail = text[:middle].strip(), text[middle:].strip(" ,;:—–、，；")
            if head and any(char.isalnum() for char in tail):
                return head, tail
    return text, ""
