"""Archetypes: tried shapes of films. What they are made of is in ``film.shapes``, the choice in ``film.choosing``."""

from enum import StrEnum


class Archetype(StrEnum):
    """A shape of film that people know how to watch."""

    PROBLEM_SOLUTION = "problem-solution"
    PRODUCT_HERO = "product-hero"
    TESTIMONIAL = "testimonial"
    UNBOXING = "unboxing"
    BEFORE_AFTER = "before-after"
    LISTICLE = "listicle"
    DAY_IN_THE_LIFE = "day-in-the-life"
    CINEMATIC_TEASER = "cinematic-teaser"
    THREE_ACT = "three-act"
    QUEST = "quest"
    VIGNETTE = "vignette"
    DIALOGUE = "dialogue"
    VERSE_CHORUS = "verse-chorus"
    PERFORMANCE = "performance"
    VISUAL_POEM = "visual-poem"
