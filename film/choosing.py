"""Which archetype tells a brief best, and why."""

import hashlib
import re
from collections.abc import Collection

from film.archetypes import Archetype
from film.brief import Brief, Mode, Telling
from film.fountain import read_screenplay
from film.model import Value
from film.shapes import SHAPES, Shape

_OPEN_TO = {
    Archetype.PRODUCT_HERO: 0.5,
    Archetype.PROBLEM_SOLUTION: 0.4,
    Archetype.THREE_ACT: 0.5,
    Archetype.VIGNETTE: 0.3,
    Archetype.VERSE_CHORUS: 0.5,
    Archetype.PERFORMANCE: 0.3,
    Archetype.VISUAL_POEM: 0.3,
}
"""What a shape is worth without anything that speaks for it; the others need a sign."""

_PREFERRED = 0.8
"""The same for a shape that the film's flavour prefers: less than a word that speaks for another."""

_NEAR = 0.15
"""Shapes this close are equally good: the seed decides."""


class Sign(Value):
    """What in a brief speaks for a shape: the words (a pattern), and the same as a clause.

    ``weight`` is 1 for words that only hint at it, 2 for those that ask for it.
    """

    words: str
    told: str
    weight: float = 1.0


_SIGNS = {
    Archetype.PROBLEM_SOLUTION: Sign(
        words=r"tired|messy|mess|stress\w*|problem\w*|trouble|struggl\w*|hate|annoy\w*|waste\w*|late|forget\w*|"
        r"pain\w*|dry skin|acne|slow|noisy|noise|hassle|no more|never again|fix\w*|stain\w*|lost|cluttered|"
        r"müde|problema?s?|cansad\w*|fatigué\w*|problème\w*|ärger|stanc\w*",
        told="the brief names a trouble",
    ),
    Archetype.PRODUCT_HERO: Sign(
        words=r"serum|perfume|watch|headphones?|sneakers?|bottle|car|phone|elegant|luxur\w*|premium|sleek|marble|"
        r"hero shot|beauty shot|close-?up",
        told="the brief shows a thing worth looking at",
    ),
    Archetype.TESTIMONIAL: Sign(
        words=r"testimonial\w*|review\w*|customers?|patients?|users? say|loved by|trusted|recommend\w*|story of how|"
        r"interview\w*|kunden|clientes|clients|clienti",
        told="the brief lets somebody speak who uses it",
        weight=2.0,
    ),
    Archetype.UNBOXING: Sign(
        words=r"unbox\w*|unwrap\w*|open(?:s|ing)? (?:the|a) (?:box|parcel|package)|in the box|subscription box|gift|"
        r"auspack\w*|déball\w*|desempa\w*|unpack\w*",
        told="the brief opens a box",
        weight=2.0,
    ),
    Archetype.BEFORE_AFTER: Sign(
        words=r"before and after|before[-/– ]after|transform\w*|makeover|renovat\w*|restor\w*|turn(?:s|ed)? into|"
        r"becomes?|vorher|nachher|antes y después|avant[-/ ]après|prima e dopo",
        told="the brief sets two states side by side",
        weight=2.0,
    ),
    Archetype.LISTICLE: Sign(
        words=r"(?:\d+|two|three|four|five|six|seven|ten) (?:\w+ )?(?:reasons|ways|tips|things|steps|facts|ideas|"
        r"secrets|rules|uses)|top \d+|list of|(?:drei|fünf) gründe|(?:tres|cinco) razones|(?:trois|cinq) raisons",
        told="the brief counts things off",
        weight=2.0,
    ),
    Archetype.DAY_IN_THE_LIFE: Sign(
        words=r"a day in|day in the life|one day with|daily|every ?day|morning (?:to|till|until) night|all day|"
        r"from (?:dawn|morning|sunrise)|routine|commut\w*|un día en|ein tag (?:im|mit)|une journée",
        told="the brief follows a day",
        weight=2.0,
    ),
    Archetype.CINEMATIC_TEASER: Sign(
        words=r"teaser|trailer|coming soon|cinematic|epic|launch\w*|unveil\w*|première|premiere|announc\w*",
        told="the brief promises something to come",
        weight=2.0,
    ),
    Archetype.THREE_ACT: Sign(
        words=r"until|but then|learns?|changes?|finally|afraid|dares?|refuses?|must|loses?|saves?|friendship|"
        r"hasta que|jusqu\w*|finché|bis (?:er|sie|es)",
        told="the brief holds a change",
    ),
    Archetype.QUEST: Sign(
        words=r"wants? to|sets? (?:out|off)|search\w*|look(?:s|ing) for|journey|quest|voyage|travels? to|find(?:s)? "
        r"(?:its|his|her|their|the) way|in search|on (?:its|his|her) way to|dreams? of|sucht|busca|cherche|cerca",
        told="the brief sends somebody out for something",
    ),
    Archetype.VIGNETTE: Sign(
        words=r"quiet|moment|still life|portrait of|watch(?:es|ing)|waits?|sits?|rain on|silence|slow|alone|sleeps?|"
        r"feeds?|leise|silenci\w*",
        told="the brief looks at one moment",
    ),
    Archetype.DIALOGUE: Sign(
        words=r"dialogue|conversation|talk(?:s|ing) (?:to|with)|argu(?:e|es|ing)|they discuss|says? to",
        told="the brief has people talk to each other",
        weight=2.0,
    ),
    Archetype.VERSE_CHORUS: Sign(
        words=r"chorus|verse|refrain|anthem|pop song|ballad|love song|story",
        told="the brief speaks of a song with a chorus",
    ),
    Archetype.PERFORMANCE: Sign(
        words=r"sing(?:s|er|ing)|band|stage|concert|perform\w*|rapper|rap|guitarist|choir|microphone|dancer\w*|"
        r"danc(?:es|ing)|sängerin?|cantante|chanteu\w+|cantora?",
        told="the brief shows who performs",
    ),
    Archetype.VISUAL_POEM: Sign(
        words=r"abstract|dream\w*|poem|poetic|instrumental|ambient|no people|landscape\w*|nature|clouds?|ocean|"
        r"surreal|texture\w*|lo-?fi",
        told="the brief asks for images rather than a tale",
    ),
}


def choose(brief: Brief, *, sung: bool | None = None, preferred: Collection[Archetype] = ()) -> tuple[Archetype, str]:
    """The archetype of a film and a sentence that says why.

    ``sung`` is whether its song has a voice, where there is a song. What the brief itself names wins; ``preferred``
    shapes count where nothing in it speaks for another. Among shapes that suit it equally the seed decides.
    """
    if brief.archetype is not None:
        return brief.archetype, f"{brief.archetype.value}: the brief asks for it"
    if brief.mode is Mode.STORY and (reason := _talks(brief)):
        return Archetype.DIALOGUE, f"dialogue: {reason}"
    shapes = [shape for shape in SHAPES.values() if brief.mode in shape.modes]
    scores = {shape.archetype: _score(shape, brief, sung, preferred) for shape in shapes}
    best = max(scores.values())
    near = [archetype for archetype, score in scores.items() if score >= best - _NEAR]
    chosen = near[_chance(brief) % len(near)]
    reason = _reason(chosen, brief, sung, preferred)
    return chosen, f"{chosen.value}: {reason} and {_room(SHAPES[chosen], brief.duration_s)}"


def _talks(brief: Brief) -> str | None:
    if brief.story is not None and brief.story.telling is not None:
        return "the brief wants its people to talk" if brief.story.telling is Telling.DIALOGUE else None
    speakers = read_screenplay(brief.script).speakers if brief.script else ()
    if len(speakers) < 2:
        return None
    return f"the script gives lines to {' and '.join(speakers[:2])}"


def _score(shape: Shape, brief: Brief, sung: bool | None, preferred: Collection[Archetype]) -> float:
    if shape.archetype is Archetype.DIALOGUE and brief.story and brief.story.telling is Telling.NARRATED:
        return 0.0
    found = len(_found(shape.archetype, brief)) + (_heard(shape.archetype, brief, sung) is not None)
    alone = _PREFERRED if shape.archetype in preferred else _OPEN_TO.get(shape.archetype, 0.0)
    score = alone + (_SIGNS[shape.archetype].weight + 0.2 * (found - 1) if found else 0.0)
    return score if shape.shortest_s <= brief.duration_s <= shape.longest_s else score - 0.3


def _found(archetype: Archetype, brief: Brief) -> list[str]:
    """What in the brief speaks for a shape, in its own words."""
    return list(dict.fromkeys(re.findall(rf"\b(?:{_SIGNS[archetype].words})\b", brief.prompt, re.IGNORECASE)))


def _heard(archetype: Archetype, brief: Brief, sung: bool | None) -> str | None:
    """What is heard in the song that speaks for a shape, as a clause."""
    if archetype is Archetype.PERFORMANCE and sung and brief.song and brief.song.character:
        return "there is somebody to sing its song"
    return "nobody sings in its song" if archetype is Archetype.VISUAL_POEM and sung is False else None


def _reason(archetype: Archetype, brief: Brief, sung: bool | None, preferred: Collection[Archetype]) -> str:
    found, heard = _found(archetype, brief), _heard(archetype, brief, sung)
    if found:
        return f"{_SIGNS[archetype].told} ({', '.join(f'“{word}”' for word in found[:3])})"
    if heard is not None:
        return heard
    if archetype in preferred:
        return "nothing in the brief asks for another shape than one its flavour prefers"
    told = SHAPES[archetype].told
    return f"nothing in the brief asks for another shape than this: {told[0].lower()}{told[1:-1]},"


def _room(shape: Shape, duration_s: int) -> str:
    if duration_s < shape.shortest_s:
        return f"{duration_s} s keep it to its bones"
    if duration_s > shape.longest_s:
        return f"{duration_s} s are long for it, so its middle grows"
    return f"{duration_s} s leave room for it"


def _chance(brief: Brief) -> int:
    return hashlib.sha256(f"{brief.seed}/archetype/{brief.prompt}".encode()).digest()[0]
