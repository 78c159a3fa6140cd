"""The words of a prompt that change an actor's looks."""

import re
import zlib
from collections.abc import Sequence

import numpy as np

from planner.shot import Actor
from previz.art.layer import Look

COLOURS = {
    "red": "#d8412f", "crimson": "#b3202c", "scarlet": "#e0382b", "orange": "#ee8130", "amber": "#e59a2a",
    "yellow": "#f4c02c", "gold": "#d9a93f", "golden": "#d9a93f", "green": "#3f9a5c", "emerald": "#1f8a63",
    "olive": "#7d8141", "mint": "#8fd3b6", "teal": "#1f8a8f", "turquoise": "#2fb5b0", "cyan": "#46c5dc",
    "blue": "#2f6fc4", "navy": "#27406f", "indigo": "#41408f", "purple": "#7a4aa8", "violet": "#7f58c4",
    "lavender": "#b29add", "pink": "#ee8fb0", "magenta": "#cf3f8f", "rose": "#dd7f8f", "brown": "#85573a",
    "tan": "#c69c6d", "beige": "#dcc6a4", "cream": "#f3e6cf", "ivory": "#f6efdf", "white": "#f4f2ee",
    "black": "#2c2a33", "grey": "#8d9099", "gray": "#8d9099", "silver": "#c3c8d6", "copper": "#c17a4e",
    "bronze": "#a97142", "chrome": "#cbd2df", "charcoal": "#42444e", "ginger": "#c96a2c", "blond": "#dfb866",
    "blonde": "#dfb866", "auburn": "#8c4527", "coral": "#f07f66", "peach": "#f6b793", "khaki": "#a59a6a",
}  # fmt: skip


class Traits:
    """What is known of an actor's looks: its trait phrases, its main colour, and chance for the rest.

    Chance is seeded by who the actor is, never by the shot: the same subject looks the same in every scene and take.
    """

    def __init__(self, actor: Actor, look: Look) -> None:
        self.actor = actor
        self.rng = np.random.default_rng([_identity(actor), look.twin])
        self._phrases = [re.findall(r"[\w']+", trait.lower()) for trait in actor.traits]
        self._words = {word for phrase in self._phrases for word in phrase}

    def has(self, *words: str) -> bool:
        """Whether any of the words is among the traits."""
        return any(word in self._words for word in words)

    def colour_of(self, *things: str) -> str | None:
        """The colour a trait phrase gives to a thing: "red coat" for ``coat``; None if none does."""
        for phrase in self._phrases:
            if any(thing in phrase for thing in things):
                named = [COLOURS[word] for word in phrase if word in COLOURS]
                if named:
                    return named[0]
        return None

    def main(self, *choices: str) -> str:
        """The main colour: the actor's own, else one named alone among the traits, else one of the choices."""
        chance = self.pick(choices)
        if self.actor.colour is not None:
            return self.actor.colour
        alone = [COLOURS[phrase[0]] for phrase in self._phrases if len(phrase) == 1 and phrase[0] in COLOURS]
        return alone[0] if alone else chance

    def pick(self, choices: Sequence[str]) -> str:
        """One of the choices by chance; always draws, so that traits do not shift what follows."""
        return choices[int(self.rng.integers(len(choices)))]

    def chance(self, low: float = 0.0, high: float = 1.0) -> float:
        """A number between ``low`` and ``high``."""
        return float(self.rng.uniform(low, high))


def _identity(actor: Actor) -> int:
    """A number for who an actor is, whatever it does, holds or wears as lettering in this shot."""
    return zlib.crc32("|".join([actor.kind, actor.colour or "", *sorted(actor.traits)]).encode())
