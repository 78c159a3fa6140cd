"""How a text says it feels."""

import re

from film.plan import MusicMood
from planner.tokens import word_set

_MOODS = {
    MusicMood.TENSE: word_set(
        "tense thriller suspense storm danger dark horror mystery murder escape detective spy haunted "
        "scary noir"
    ),
    MusicMood.EPIC: word_set(
        "epic war battle dragon knight heroic legend legendary viking quest warrior mountain summit cosmic "
        "galaxy empire"
    ),
    MusicMood.PLAYFUL: word_set(
        "funny silly playful comedy quirky cartoon joke goofy hilarious absurd banana mischievous cheeky "
        "penguin clumsy cute"
    ),
    MusicMood.MELANCHOLIC: word_set(
        "sad lonely goodbye farewell grief loss lost melancholy melancholic last alone forgotten memory "
        "heartbreak miss nostalgia widow leaving slow"
    ),
    MusicMood.DREAMY: word_set(
        "dream dreamy dreams surreal float floating magic magical moon stars ethereal underwater fantasy "
        "sleep whale whales ambient lofi"
    ),
    MusicMood.ENERGETIC: word_set(
        "energetic fast chase race racing dance party sport workout run running extreme neon punk rock techno "
        "hype action"
    ),
    MusicMood.HOPEFUL: word_set(
        "hope hopeful inspiring uplifting begin new first tomorrow brave courage future discover dawn "
        "sunrise"
    ),
    MusicMood.WARM: word_set(
        "warm cozy cosy home family love friend grandmother coffee gentle kind tender bread sunset autumn"
    ),
}  # fmt: skip


def mood_of(text: str) -> MusicMood | None:
    """How a text says it feels: the mood with the most words for it."""
    words = re.findall(r"\w+", text.lower().replace("lo-fi", "lofi"))
    counts = {mood: sum(word in signs for word in words) for mood, signs in _MOODS.items()}
    best = max(counts, key=lambda mood: counts[mood])
    return best if counts[best] else None
