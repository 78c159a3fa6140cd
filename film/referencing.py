"""Which people and places of a film get a picture of their own, and which scenes must agree with which picture."""

from collections.abc import Sequence
from typing import TypeVar

from film.brief import Brief
from film.plan import Character, Location, Plan, Scene
from film.reference import Reference, ReferenceKind

Subject = TypeVar("Subject", Character, Location)

MOST_CHARACTERS, MOST_LOCATIONS = 4, 3
_SCENES_TO_RECUR = 2


def known_references(plan: Plan, brief: Brief) -> tuple[Reference, ...]:
    """Those that the brief named and those that were made for the film, each once."""
    by_id = {reference.reference_id: reference for reference in (*brief.references, *plan.references)}
    return tuple(by_id.values())


def to_draw(plan: Plan, brief: Brief) -> tuple[Character | Location, ...]:
    """The people and places that a picture is to be made of, those seen most often first: who or what is in at least
    two scenes, and has no reference yet. A name that differs only in case is the same.
    """
    known = {(reference.kind, _named(reference.name)) for reference in known_references(plan, brief)}
    people = [c for c in plan.characters if c.name.strip() and (ReferenceKind.CHARACTER, _named(c.name)) not in known]
    places = [p for p in plan.locations if p.name.strip() and (ReferenceKind.LOCATION, _named(p.name)) not in known]
    return (
        *_recurring(people, [_people(scene) for scene in plan.scenes])[:MOST_CHARACTERS],
        *_recurring(places, [_place(scene) for scene in plan.scenes])[:MOST_LOCATIONS],
    )


def worth_drawing(subjects: Sequence[Character | Location], *, used: bool, free: bool) -> bool:
    """Whether anybody will look at the pictures: a model that is ``used``, or, where they are ``free``, whoever owns
    the film, for its people's sake.
    """
    return used or (free and any(isinstance(subject, Character) for subject in subjects))


def seen_in(scene: Scene, plan: Plan, brief: Brief) -> tuple[Reference, ...]:
    """The references that a scene must agree with: its people first, then products that it tells of, then its place."""
    shown = {
        ReferenceKind.CHARACTER: _people(scene),
        ReferenceKind.LOCATION: _place(scene),
    }
    told = f"{scene.subject} {scene.action} {scene.setting}".casefold()
    order = (ReferenceKind.CHARACTER, ReferenceKind.PRODUCT, ReferenceKind.LOCATION)
    found = [
        reference
        for reference in known_references(plan, brief)
        if _named(reference.name) in shown.get(reference.kind, set())
        or (reference.kind is ReferenceKind.PRODUCT and scene.shows_product and _named(reference.name) in told)
    ]
    return tuple(sorted(found, key=lambda reference: order.index(reference.kind)))


def _recurring(subjects: Sequence[Subject], by_scene: Sequence[set[str]]) -> list[Subject]:
    often = {subject.name: sum(_named(subject.name) in names for names in by_scene) for subject in subjects}
    return sorted((s for s in subjects if often[s.name] >= _SCENES_TO_RECUR), key=lambda s: -often[s.name])


def _people(scene: Scene) -> set[str]:
    """Who is in the picture; whoever speaks on camera is."""
    return {_named(name) for name in (*scene.characters, scene.speaker) if name}


def _place(scene: Scene) -> set[str]:
    return {_named(scene.location)} if scene.location else set()


def _named(name: str) -> str:
    return " ".join(name.casefold().split())
