"""Chunks: the clips that a scene is shot in when it is longer than its video model's clips really are."""

import math
from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise

from pydantic import Field, JsonValue

from film.catalogue import Model
from film.format import FilmFormat
from film.model import Value
from film.plan import Plan
from film.recipe import Recipe

_VERY_LONG_S = 3600.0


class Opening(StrEnum):
    """What a clip starts from: a storyboard frame, the last picture used of the clip before, or words alone."""

    STORYBOARD = "storyboard frame"
    LAST_FRAME = "previous last frame"
    WORDS = "words"


class Chunk(Value):
    """One clip of a stretch of film.

    ``start`` is its first frame in the stretch, ``frames`` how many of its own are used. ``asked_s`` is what is asked
    of the model and ``trimmed_s`` what of that is left over at its end. ``still`` is the place of its storyboard frame
    among those of the stretch.
    """

    number: int = Field(ge=1)
    start: int = Field(ge=0)
    frames: int = Field(ge=1)
    asked_s: float = Field(gt=0)
    trimmed_s: float = Field(ge=0)
    opening: Opening
    still: int | None = None


def chunk_frames(
    frames: int, fps: int, model: Model, *, longest_s: float | None = None, **beside: JsonValue
) -> tuple[int, ...]:
    """The frames used of each clip of a scene: as few clips as the model's lengths allow, together ``frames``.

    ``longest_s`` caps what is asked for in one piece; ``beside`` is the rest of the call in our names, beside which
    some models offer fewer lengths. Raises ``ValueError`` for a scene without frames.
    """
    if frames < 1:
        raise ValueError("a scene has at least one frame")
    longest = _clip_frames(_longest_s(model, fps, longest_s, beside), fps)
    count = -(-frames // longest)
    if count == 1:
        return (frames,)
    lengths = [longest] * count
    for i in reversed(range(count)):
        needed = frames - (sum(lengths) - lengths[i])
        lengths[i] = min(longest, _clip_frames(model.seconds_for(max(needed, 1) / fps, **beside), fps))
    return _spread(frames, lengths)


def chunks_of(
    frames: int,
    fps: int,
    model: Model,
    *,
    stills: Sequence[int] = (0,),
    longest_s: float | None = None,
    **beside: JsonValue,
) -> tuple[Chunk, ...]:
    """The clips of a stretch of film with any number of storyboard frames.

    ``stills`` are the frames at which the beats begin that have a storyboard frame, rising. A clip that opens at one
    starts from it, any other from the previous last frame; without a still at its start a stretch opens from words.
    """
    opening = {at: place for place, at in reversed(list(enumerate(stills))) if 0 <= at < frames}
    edges = [*sorted({0, *opening}), frames]
    chunks: list[Chunk] = []
    for start, end in pairwise(edges):
        at = start
        for used in chunk_frames(end - start, fps, model, longest_s=longest_s, **beside):
            asked_s = model.seconds_for(used / fps, **beside)
            chunks.append(
                Chunk(
                    number=len(chunks) + 1,
                    start=at,
                    frames=used,
                    asked_s=asked_s,
                    trimmed_s=max(0.0, round(asked_s - used / fps, 4)),
                    opening=Opening.STORYBOARD if at in opening else Opening.LAST_FRAME if at else Opening.WORDS,
                    still=opening.get(at),
                )
            )
            at += used
    return tuple(chunks)


def chunked(plan: Plan, model: Model, film_format: FilmFormat, recipe: Recipe) -> Plan:
    """The plan with the chunks of every scene that one clip of ``model`` does not cover."""
    scenes = []
    for scene in plan.scenes:
        chunks = chunk_frames(
            scene.frames,
            film_format.fps,
            model,
            longest_s=recipe.longest_clip_s,
            quality=film_format.quality.value,
            aspect=film_format.aspect.value,
        )
        scenes.append(scene.model_copy(update={"chunks": chunks if len(chunks) > 1 else ()}))
    return plan.model_copy(update={"scenes": tuple(scenes)})


def _longest_s(model: Model, fps: int, cap_s: float | None, beside: dict[str, JsonValue]) -> float:
    """The longest clip that may be asked of a model; its shortest where all are longer than the cap."""
    longest = model.seconds_for(_VERY_LONG_S, **beside)
    rule = model.takes.rules.get(model.inputs.get("frames", ""))
    if rule is not None and rule.most is not None:
        longest = min(longest, rule.most / fps)
    if cap_s is None or longest <= cap_s:
        return longest
    offered = model.makes.seconds or (cap_s, math.floor(cap_s))
    within = [s for s in offered if 0 < s <= cap_s and model.seconds_for(s, **beside) <= s + 1e-6]
    return max(within) if within else model.seconds_for(0.01, **beside)


def _clip_frames(seconds: float, fps: int) -> int:
    """The whole frames in a clip of this length."""
    return max(1, math.floor(seconds * fps + 1e-6))


def _spread(frames: int, lengths: Sequence[int]) -> tuple[int, ...]:
    """``frames`` dealt out in proportion to clips of ``lengths``, none getting more than it has."""
    total, used, done = sum(lengths), 0, 0
    spread = []
    for length in lengths:
        done += length
        end = frames * done // total
        spread.append(end - used)
        used = end
    return tuple(spread)
