"""The shape of each archetype: which beats it has, in which order, and how it grows with the length of a film."""

from pydantic import Field

from film.archetypes import Archetype
from film.beats import BeatKind
from film.brief import MAX_DURATION_S, MIN_DURATION_S, Mode
from film.model import Value

_B = BeatKind


class Shape(Value):
    """An arrangement of beats.

    ``acts`` is the order of the film; a beat stands in the act it is named in, in the emptiest where it is named in
    several. ``core`` says which beats come first into a film that grows scene by scene, ``growth`` which follow, round
    and round. ``shortest_s`` to ``longest_s`` is where it works best (any length works), ``pace`` how long its scenes
    are beside the usual.
    """

    archetype: Archetype
    told: str
    modes: tuple[Mode, ...]
    shortest_s: int = MIN_DURATION_S
    longest_s: int = MAX_DURATION_S
    pace: float = Field(default=1.0, gt=0)
    acts: tuple[tuple[BeatKind, ...], ...]
    core: tuple[BeatKind, ...] = Field(min_length=2)
    growth: tuple[BeatKind, ...] = Field(min_length=1)

    def arrange(self, count: int, mode: Mode) -> tuple[BeatKind, ...]:
        """The beats of a film of ``count`` scenes, in order. Advertisements end in their call, other films never do."""
        grown = (self.growth[i % len(self.growth)] for i in range(count - len(self.core)))
        acts: list[list[BeatKind]] = [[] for _ in self.acts]
        for beat in (*self.core[:count], *grown):
            homes = [i for i, act in enumerate(self.acts) if beat in act]
            acts[min(homes, key=lambda i: len(acts[i]))].append(beat)
        ordered = [beat for act in acts for beat in _like_ones_apart(act)]
        if mode is not Mode.AD:
            ordered = [_B.RESOLUTION if beat is _B.CALL_TO_ACTION else beat for beat in ordered]
        elif ordered[-1] is _B.RESOLUTION:
            ordered[-1] = _B.CALL_TO_ACTION
        return tuple(ordered)


def _like_ones_apart(beats: list[BeatKind]) -> list[BeatKind]:
    left, ordered = list(beats), list[BeatKind]()
    while left:
        fresh = [beat for beat in dict.fromkeys(left) if not ordered or beat is not ordered[-1]] or left
        most = max(fresh, key=lambda beat: (left.count(beat), -left.index(beat)))
        left.remove(most)
        ordered.append(most)
    return ordered


_SHAPES = (
    Shape(
        archetype=Archetype.PROBLEM_SOLUTION,
        told="A trouble that everybody knows, and what ends it.",
        modes=(Mode.AD,),
        shortest_s=12,
        longest_s=90,
        acts=(
            (_B.HOOK,),
            (_B.PROBLEM, _B.STAKES),
            (_B.DISCOVERY, _B.REVEAL),
            (_B.FEATURE, _B.DEMONSTRATION, _B.DETAIL),
            (_B.BENEFIT,),
            (_B.PROOF,),
            (_B.CALL_TO_ACTION,),
        ),
        core=(_B.PROBLEM, _B.CALL_TO_ACTION, _B.REVEAL, _B.BENEFIT, _B.HOOK, _B.DEMONSTRATION, _B.PROOF, _B.STAKES),
        growth=(_B.FEATURE, _B.BENEFIT, _B.PROBLEM, _B.DETAIL, _B.PROOF, _B.DEMONSTRATION, _B.STAKES, _B.BENEFIT),
    ),
    Shape(
        archetype=Archetype.PRODUCT_HERO,
        told="The product alone in the light, from every side that is worth seeing.",
        modes=(Mode.AD,),
        longest_s=60,
        acts=(
            (_B.HOOK,),
            (_B.REVEAL,),
            (_B.FEATURE, _B.DETAIL),
            (_B.DEMONSTRATION, _B.DETAIL),
            (_B.BENEFIT, _B.PROOF),
            (_B.CALL_TO_ACTION,),
        ),
        core=(_B.REVEAL, _B.CALL_TO_ACTION, _B.HOOK, _B.FEATURE, _B.BENEFIT, _B.DETAIL, _B.DEMONSTRATION, _B.PROOF),
        growth=(_B.FEATURE, _B.DETAIL, _B.BENEFIT, _B.DEMONSTRATION, _B.PROOF),
    ),
    Shape(
        archetype=Archetype.TESTIMONIAL,
        told="Somebody who uses it says how it is.",
        modes=(Mode.AD,),
        shortest_s=15,
        longest_s=90,
        acts=(
            (_B.HOOK,),
            (_B.ESTABLISH, _B.BEFORE, _B.PROBLEM),
            (_B.DISCOVERY, _B.REVEAL),
            (_B.PROOF, _B.DEMONSTRATION),
            (_B.BENEFIT, _B.AFTER),
            (_B.CALL_TO_ACTION,),
        ),
        core=(_B.PROOF, _B.CALL_TO_ACTION, _B.BEFORE, _B.BENEFIT, _B.HOOK, _B.DEMONSTRATION, _B.DISCOVERY),
        growth=(_B.PROOF, _B.BENEFIT, _B.PROBLEM, _B.DEMONSTRATION, _B.AFTER),
    ),
    Shape(
        archetype=Archetype.UNBOXING,
        told="From the closed box to the first use, in the order of the hands.",
        modes=(Mode.AD,),
        shortest_s=12,
        longest_s=60,
        acts=(
            (_B.HOOK, _B.WANT),
            (_B.DISCOVERY,),
            (_B.REVEAL,),
            (_B.DETAIL, _B.FEATURE),
            (_B.DEMONSTRATION, _B.BENEFIT),
            (_B.CALL_TO_ACTION,),
        ),
        core=(_B.REVEAL, _B.CALL_TO_ACTION, _B.DISCOVERY, _B.DETAIL, _B.DEMONSTRATION, _B.HOOK, _B.FEATURE),
        growth=(_B.DETAIL, _B.BENEFIT, _B.FEATURE, _B.DISCOVERY, _B.DEMONSTRATION),
    ),
    Shape(
        archetype=Archetype.BEFORE_AFTER,
        told="The same view twice, and what lies between.",
        modes=(Mode.AD, Mode.STORY),
        longest_s=90,
        acts=(
            (_B.BEFORE, _B.PROBLEM),
            (_B.DISCOVERY, _B.TURN),
            (_B.DEMONSTRATION, _B.DETAIL),
            (_B.AFTER, _B.BENEFIT),
            (_B.CALL_TO_ACTION,),
        ),
        core=(_B.BEFORE, _B.AFTER, _B.TURN, _B.CALL_TO_ACTION, _B.DEMONSTRATION, _B.PROBLEM, _B.BENEFIT, _B.DETAIL),
        growth=(_B.DEMONSTRATION, _B.BENEFIT, _B.DETAIL, _B.PROBLEM, _B.AFTER, _B.BEFORE, _B.DISCOVERY),
    ),
    Shape(
        archetype=Archetype.LISTICLE,
        told="A number of reasons, one scene each.",
        modes=(Mode.AD, Mode.STORY),
        shortest_s=15,
        pace=0.9,
        acts=((_B.HOOK,), (_B.ITEM, _B.DETAIL, _B.DEMONSTRATION), (_B.CALL_TO_ACTION,)),
        core=(_B.ITEM, _B.CALL_TO_ACTION, _B.HOOK, _B.ITEM, _B.ITEM, _B.DETAIL, _B.ITEM, _B.DEMONSTRATION, _B.ITEM),
        growth=(_B.ITEM, _B.DETAIL, _B.ITEM, _B.DEMONSTRATION),
    ),
    Shape(
        archetype=Archetype.DAY_IN_THE_LIFE,
        told="One day with somebody, from first light to last.",
        modes=(Mode.STORY, Mode.AD),
        shortest_s=15,
        acts=(
            (_B.ESTABLISH,),
            (_B.WANT, _B.DETAIL),
            (_B.JOURNEY, _B.DETAIL),
            (_B.DISCOVERY, _B.OBSTACLE),
            (_B.BENEFIT, _B.CHANGE, _B.DETAIL),
            (_B.RESOLUTION,),
        ),
        core=(_B.ESTABLISH, _B.RESOLUTION, _B.JOURNEY, _B.DETAIL, _B.DISCOVERY, _B.BENEFIT, _B.WANT, _B.OBSTACLE),
        growth=(_B.DETAIL, _B.JOURNEY, _B.CHANGE, _B.DISCOVERY, _B.DETAIL, _B.BENEFIT),
    ),
    Shape(
        archetype=Archetype.CINEMATIC_TEASER,
        told="Images that promise more than they tell.",
        modes=(Mode.AD, Mode.STORY, Mode.MUSIC_VIDEO),
        longest_s=60,
        pace=0.85,
        acts=(
            (_B.HOOK, _B.ESTABLISH),
            (_B.STAKES, _B.DETAIL),
            (_B.JOURNEY, _B.OBSTACLE),
            (_B.CLIMAX, _B.DETAIL),
            (_B.REVEAL,),
            (_B.RESOLUTION,),
        ),
        core=(_B.HOOK, _B.REVEAL, _B.STAKES, _B.CLIMAX, _B.ESTABLISH, _B.OBSTACLE, _B.DETAIL, _B.RESOLUTION),
        growth=(_B.JOURNEY, _B.DETAIL, _B.CLIMAX, _B.STAKES, _B.OBSTACLE),
    ),
    Shape(
        archetype=Archetype.THREE_ACT,
        told="Somebody wants something, meets what stands in the way, and is changed by it.",
        modes=(Mode.STORY,),
        shortest_s=18,
        acts=(
            (_B.ESTABLISH,),
            (_B.WANT, _B.DETAIL, _B.STAKES),
            (_B.JOURNEY, _B.DETAIL, _B.DISCOVERY),
            (_B.OBSTACLE,),
            (_B.TURN, _B.CLIMAX),
            (_B.CHANGE,),
            (_B.RESOLUTION,),
        ),
        core=(_B.ESTABLISH, _B.RESOLUTION, _B.TURN, _B.WANT, _B.OBSTACLE, _B.DETAIL, _B.JOURNEY, _B.CHANGE),
        growth=(
            _B.JOURNEY, _B.DETAIL, _B.STAKES, _B.DISCOVERY, _B.OBSTACLE, _B.CLIMAX, _B.JOURNEY, _B.DETAIL, _B.TURN,
            _B.WANT, _B.JOURNEY, _B.CHANGE,
        ),
    ),
    Shape(
        archetype=Archetype.QUEST,
        told="Somebody sets out for a place, and arrives as somebody else.",
        modes=(Mode.STORY,),
        shortest_s=18,
        acts=(
            (_B.ESTABLISH,),
            (_B.WANT, _B.STAKES),
            (_B.JOURNEY, _B.DETAIL, _B.DISCOVERY),
            (_B.OBSTACLE,),
            (_B.JOURNEY, _B.TURN),
            (_B.CLIMAX,),
            (_B.RESOLUTION,),
        ),
        core=(_B.WANT, _B.RESOLUTION, _B.JOURNEY, _B.ESTABLISH, _B.OBSTACLE, _B.TURN, _B.DETAIL, _B.CLIMAX),
        growth=(_B.JOURNEY, _B.DISCOVERY, _B.DETAIL, _B.OBSTACLE, _B.JOURNEY, _B.STAKES, _B.DETAIL),
    ),
    Shape(
        archetype=Archetype.VIGNETTE,
        told="One moment, looked at closely.",
        modes=(Mode.STORY,),
        longest_s=45,
        pace=1.1,
        acts=((_B.ESTABLISH,), (_B.DETAIL, _B.WANT), (_B.DISCOVERY,), (_B.CHANGE, _B.DETAIL), (_B.RESOLUTION,)),
        core=(_B.ESTABLISH, _B.RESOLUTION, _B.DETAIL, _B.DISCOVERY, _B.DETAIL, _B.WANT, _B.CHANGE),
        growth=(_B.DETAIL, _B.DISCOVERY, _B.CHANGE, _B.WANT),
    ),
    Shape(
        archetype=Archetype.DIALOGUE,
        told="People in a room, line by line, face by face.",
        modes=(Mode.STORY,),
        shortest_s=12,
        pace=0.75,
        acts=(
            (_B.ESTABLISH,),
            (_B.EXCHANGE, _B.DETAIL),
            (_B.OBSTACLE,),
            (_B.EXCHANGE, _B.DETAIL),
            (_B.TURN,),
            (_B.EXCHANGE,),
            (_B.RESOLUTION,),
        ),
        core=(_B.EXCHANGE, _B.EXCHANGE, _B.ESTABLISH, _B.RESOLUTION, _B.EXCHANGE, _B.TURN, _B.EXCHANGE, _B.DETAIL),
        growth=(_B.EXCHANGE, _B.EXCHANGE, _B.EXCHANGE, _B.DETAIL, _B.EXCHANGE, _B.OBSTACLE),
    ),
    Shape(
        archetype=Archetype.VERSE_CHORUS,
        told="Verses that move on, and a chorus that brings its image back.",
        modes=(Mode.MUSIC_VIDEO,),
        shortest_s=20,
        acts=(
            (_B.INTRO,),
            (_B.VERSE,),
            (_B.LIFT,),
            (_B.CHORUS,),
            (_B.VERSE, _B.BREAK),
            (_B.CHORUS,),
            (_B.BRIDGE,),
            (_B.CHORUS,),
            (_B.OUTRO,),
        ),
        core=(_B.VERSE, _B.CHORUS, _B.INTRO, _B.OUTRO, _B.VERSE, _B.CHORUS, _B.BRIDGE, _B.CHORUS, _B.LIFT),
        growth=(_B.VERSE, _B.CHORUS, _B.VERSE, _B.CHORUS, _B.BREAK, _B.CHORUS, _B.LIFT, _B.BRIDGE),
    ),
    Shape(
        archetype=Archetype.PERFORMANCE,
        told="Whoever sings, seen singing.",
        modes=(Mode.MUSIC_VIDEO,),
        acts=(
            (_B.INTRO,),
            (_B.VERSE, _B.DETAIL),
            (_B.CHORUS,),
            (_B.VERSE, _B.DETAIL),
            (_B.BREAK, _B.LIFT),
            (_B.CHORUS,),
            (_B.OUTRO,),
        ),
        core=(_B.VERSE, _B.CHORUS, _B.INTRO, _B.CHORUS, _B.OUTRO, _B.DETAIL, _B.VERSE, _B.LIFT),
        growth=(_B.CHORUS, _B.VERSE, _B.DETAIL, _B.CHORUS, _B.VERSE, _B.BREAK),
    ),
    Shape(
        archetype=Archetype.VISUAL_POEM,
        told="Images that follow the music and nothing else.",
        modes=(Mode.MUSIC_VIDEO,),
        pace=1.1,
        acts=(
            (_B.INTRO,),
            (_B.DETAIL, _B.BREAK),
            (_B.LIFT, _B.DISCOVERY),
            (_B.CHORUS,),
            (_B.BRIDGE, _B.DETAIL),
            (_B.CHORUS,),
            (_B.OUTRO,),
        ),
        core=(_B.INTRO, _B.OUTRO, _B.DETAIL, _B.CHORUS, _B.DISCOVERY, _B.BRIDGE, _B.BREAK, _B.CHORUS, _B.LIFT),
        growth=(_B.DETAIL, _B.DISCOVERY, _B.CHORUS, _B.BREAK, _B.LIFT, _B.BRIDGE),
    ),
)  # fmt: skip

SHAPES: dict[Archetype, Shape] = {shape.archetype: shape for shape in _SHAPES}
"""The shape of every archetype."""
