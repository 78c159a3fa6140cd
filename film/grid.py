"""The grid of a film without a song: beats of about half a second, dealt out to cards and scenes.

A grid beat is as long as a transition: the whole frames in half a second. Every part is a whole number of them, so that
a clip with a keyframe on each can be joined without encoding it again. Neighbouring parts overlap by one.
"""

from collections.abc import Sequence

from film.format import FilmFormat

MIN_SCENE_BEATS, MAX_SCENE_BEATS = 5, 16
MIN_SCENES, MAX_SCENES = 2, 36


def card_beats(duration_s: float) -> int:
    """The length of a title or end card, for a film of this length."""
    return 3 if duration_s < 12 else 4 if duration_s < 40 else 5


def beat_frames(film_format: FilmFormat) -> int:
    """The length of a grid beat, and of a transition."""
    return film_format.fps // 2


def scene_beats(duration_s: int, scenes: int, film_format: FilmFormat) -> int:
    """What the scenes of a film have together, their overlaps counted twice."""
    beats = film_format.frames(duration_s) // beat_frames(film_format)
    return beats - 2 * card_beats(duration_s) + scenes + 1


def scene_count(duration_s: int, scene_s: float) -> int:
    """How many scenes of about ``scene_s`` seconds a film has."""
    cards = card_beats(duration_s)
    most = (2 * duration_s - 2 * cards + 1) // (MIN_SCENE_BEATS - 1)
    return max(MIN_SCENES, min(round((duration_s - cards) / scene_s), most, MAX_SCENES))


def deal(beats: int, shares: Sequence[float], least: Sequence[int] | None = None) -> list[int]:
    """Deal ``beats`` out by ``shares`` in whole numbers within the limits of a scene; the sum is exact.

    ``least`` is what each wants at any rate: followed where there is enough for all. When the longest allowed scenes
    together are too short, the surplus is spread evenly over all.
    """
    count = len(shares)
    ceiling = max(MAX_SCENE_BEATS, -(-beats // count))
    dealt = [MIN_SCENE_BEATS] * count
    if least is not None:
        wanted = [min(ceiling, max(MIN_SCENE_BEATS, need)) for need in least]
        dealt = wanted if sum(wanted) <= beats else dealt
    for _ in range(beats - sum(dealt)):
        open_scenes = [i for i in range(count) if dealt[i] < ceiling]
        neediest = max(open_scenes, key=lambda i: (shares[i] / dealt[i], -i))
        dealt[neediest] += 1
    return dealt
