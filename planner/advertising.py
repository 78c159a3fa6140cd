"""The scenes of an advertisement: what each beat shows, where, and what is said and written in it."""

import re
from collections import Counter
from random import Random

from film.archetypes import Archetype
from film.beats import BeatKind
from film.plan import PlannedScene
from film.planning import PlanRequest
from film.reference import ReferenceKind
from film.shot import Framing, TimeOfDay, Weather
from film.structure import BeatSlot
from planner.abroad import CopyAbroad, can_write
from planner.ad_lines import Copy
from planner.coverage import light_over
from planner.hero import Hero
from planner.narration import Narrator
from planner.offers import in_few_words
from planner.people import called, reference_of
from planner.pitch import Pitch, is_plural
from planner.premise import Premise
from planner.staging import Stage, bare_slot
from planner.tokens import NUMBERS

_PARTS = {
    BeatKind.HOOK: "hook", BeatKind.ESTABLISH: "hook", BeatKind.WANT: "hook", BeatKind.INTRO: "hook",
    BeatKind.PROBLEM: "problem", BeatKind.STAKES: "problem", BeatKind.OBSTACLE: "problem", BeatKind.BEFORE: "problem",
    BeatKind.REVEAL: "product", BeatKind.DISCOVERY: "product", BeatKind.TURN: "product",
    BeatKind.FEATURE: "detail", BeatKind.DETAIL: "detail", BeatKind.BREAK: "detail",
    BeatKind.DEMONSTRATION: "demo", BeatKind.JOURNEY: "demo", BeatKind.VERSE: "demo",
    BeatKind.BENEFIT: "benefit", BeatKind.AFTER: "benefit", BeatKind.CHANGE: "benefit", BeatKind.CLIMAX: "benefit",
    BeatKind.RESOLUTION: "benefit", BeatKind.CHORUS: "benefit", BeatKind.LIFT: "benefit", BeatKind.BRIDGE: "benefit",
    BeatKind.PROOF: "proof", BeatKind.EXCHANGE: "proof",
    BeatKind.ITEM: "item",
    BeatKind.CALL_TO_ACTION: "action", BeatKind.OUTRO: "action",
}  # fmt: skip
_SHORT = {
    1: (BeatKind.CALL_TO_ACTION,),
    2: (BeatKind.REVEAL, BeatKind.CALL_TO_ACTION),
    3: (BeatKind.HOOK, BeatKind.REVEAL, BeatKind.CALL_TO_ACTION),
    4: (BeatKind.HOOK, BeatKind.PROBLEM, BeatKind.REVEAL, BeatKind.CALL_TO_ACTION),
    5: (BeatKind.HOOK, BeatKind.PROBLEM, BeatKind.REVEAL, BeatKind.BENEFIT, BeatKind.CALL_TO_ACTION),
    6: (BeatKind.HOOK, BeatKind.PROBLEM, BeatKind.REVEAL, BeatKind.DETAIL, BeatKind.BENEFIT, BeatKind.CALL_TO_ACTION),
}
_LONG = (BeatKind.HOOK, BeatKind.PROBLEM, BeatKind.REVEAL, BeatKind.DETAIL, BeatKind.DEMONSTRATION, BeatKind.BENEFIT,
         BeatKind.PROOF, BeatKind.CALL_TO_ACTION)  # fmt: skip
_GROWTH = (BeatKind.DETAIL, BeatKind.BENEFIT, BeatKind.DEMONSTRATION, BeatKind.PROBLEM, BeatKind.DETAIL, BeatKind.PROOF)
_PEOPLE_FIRST = {"hook": "start", "problem": "trouble", "demo": "use", "benefit": "joy", "proof": "use"}
_PRODUCT_ONLY = frozenset({Archetype.PRODUCT_HERO, Archetype.CINEMATIC_TEASER})
_PRESENTED = frozenset({Archetype.TESTIMONIAL, Archetype.UNBOXING})
_DARK = ("half hidden in shadow", "a dark outline against the light", "behind drifting haze")
_PARCEL = ("carrying a plain parcel", "looking at a plain parcel", "opening a plain parcel")
_REASONS = re.compile(
    r"\b(\d|two|three|four|five|six|seven|eight|nine|ten)\s+(?:\w+\s+)?(?:reasons|ways|things|tips|facts)\b",
    re.IGNORECASE,
)
_DAY = (TimeOfDay.DAWN, TimeOfDay.DAY, TimeOfDay.DAY, TimeOfDay.SUNSET, TimeOfDay.DUSK)
_SHOWN_IN_PERSON = frozenset({"service", "place", "event", "skill"})
"""Kinds whose pictures of the product are pictures of people already."""
_IN_PERSON = (
    "turning to the camera with a smile", "standing in warm light", "looking straight into the camera",
    "moving with care", "laughing in soft light",
)  # fmt: skip
_FLYING = re.compile(r"\b(?:fly|flying|sky|clouds|wing)\b")
_STANDING = ("standing in the evening light", "catching the light", "waiting beside the door", "standing ready")
_TALKS = "talking to the camera"
_LATE = (TimeOfDay.DAY, TimeOfDay.SUNSET)
_LETTERING = "misspelled lettering, other brands, watermark"
_ROOM = "the middle of the picture left clear"
_UNVEILED = "open box with paper around it"


def ad_slots(request: PlanRequest) -> list[BeatSlot]:
    """The beats of an advertisement: those it was asked for, else a tried order of them."""
    if request.structure is not None:
        return list(request.structure.beats)
    count = request.scene_count
    if count in _SHORT:
        beats = list(_SHORT[count])
    else:
        extra = Counter(_GROWTH[i % len(_GROWTH)] for i in range(max(0, count - len(_LONG))))
        kept = _LONG if count >= len(_LONG) else [beat for beat in _LONG if beat is not BeatKind.PROOF]
        beats = [beat for kind in kept for beat in [kind] * (1 + extra[kind])]
    return [bare_slot(beat, request.max_words_per_scene, seconds=request.seconds_per_scene) for beat in beats[:count]]


def advertise(
    premise: Premise, pitch: Pitch, narrator: Narrator, request: PlanRequest, rng: Random
) -> tuple[list[PlannedScene], list[Hero]]:
    """The scenes of an advertisement, and the people in it."""
    return _Ad(premise, pitch, narrator, request, rng).shoot()


class _Ad:
    """One advertisement in the making."""

    def __init__(self, premise: Premise, pitch: Pitch, narrator: Narrator, request: PlanRequest, rng: Random) -> None:
        self._premise, self._pitch, self._rng = premise, pitch, rng
        self._slots = ad_slots(request)
        self._archetype = request.structure.archetype if request.structure is not None else None
        self._parts = [self._part(slot.beat) for slot in self._slots]
        abroad = can_write(request.language)
        self._copy: Copy | CopyAbroad = (
            CopyAbroad(premise, request.language, request.pace, rng)
            if abroad
            else Copy(premise, pitch, self._archetype, narrator, rng)
        )
        self._stage = Stage(rng)
        self._actions: Counter[str] = Counter()
        self._times = self._light()
        self._revealed = False
        self._before: tuple[str, tuple[Framing, ...]] | None = None
        self._name_at = self._where_to_name()
        customer = pitch.customer
        self._presenter = customer if self._archetype in _PRESENTED and customer is not None else None
        self._own, self._surfaces = self._world()
        self._shown_own = False
        self._last_action = ""
        told = reasons_in(premise.brief.prompt) or len(self._slots)
        self._reasons = min(told, self._parts.count("item"))
        self._parts = _counted(self._parts, self._reasons)

    def _part(self, beat: BeatKind) -> str:
        """What a beat asks for; the discovery of an unboxing is its closed box."""
        return "hook" if self._archetype is Archetype.UNBOXING and beat is BeatKind.DISCOVERY else _PARTS[beat]

    def shoot(self) -> tuple[list[PlannedScene], list[Hero]]:
        """All scenes, the last one with the call."""
        scenes = [self._scene(number) for number in range(len(self._slots))]
        people = [hero for hero in (self._pitch.customer, self._pitch.presenter) if hero is not None]
        return self._with_offer(scenes), people

    def _scene(self, number: int) -> PlannedScene:
        slot, part, time = self._slots[number], self._parts[number], self._times[number]
        last = number == len(self._slots) - 1
        who = self._who(part, number)
        subject, action, place = self._seen(part, who, number)
        talks = action == _TALKS
        wanted: tuple[Framing, ...] = (Framing.CLOSE, Framing.MEDIUM) if last or talks else ()
        before = self._before if slot.beat is BeatKind.AFTER else None
        if before is not None:
            place, wanted = before
        setting, framing, camera = self._stage.view(
            place, time, slot, framings=wanted, again=before is not None, only=talks and before is None
        )
        if slot.beat is BeatKind.BEFORE and self._before is None:
            self._before = (setting, (framing,))
        speaks = self._presenter is not None and who == "customer"
        if last:
            words = self._copy.last_line(slot.max_words)
        else:
            words = self._copy.line(part, slot.max_words, first_person=speaks, reasons=self._reasons)
        scene = PlannedScene(
            setting=f"{setting}, {_ROOM}" if self._pitch.composited else setting,
            time_of_day=time,
            weather=self._weather(part),
            subject=subject,
            action=action,
            framing=framing,
            camera=camera,
            narration=words,
            speaker=called(self._presenter) if speaks and self._presenter is not None and words else None,
            on_screen_text=self._text(part, number),
            weight=1.2 if part in {"product", "action"} else 0.95,
            characters=[],
            location=None,
            avoid=self._avoid(part, who),
        )
        self._revealed = self._revealed or who == "product"
        return scene

    def _who(self, part: str, number: int) -> str:
        """Whether a scene shows the product alone or somebody: a good film alternates."""
        if self._pitch.customer is None or part in {"product", "detail", "action"} or number == len(self._slots) - 1:
            return "product"
        if self._archetype is Archetype.CINEMATIC_TEASER:
            return "product"
        if self._archetype is Archetype.PRODUCT_HERO:
            return "customer" if part in {"demo", "benefit"} else "product"
        if part == "item":
            return "product" if self._parts[:number].count("item") % 2 == 0 else "customer"
        return "customer"

    def _seen(self, part: str, who: str, number: int) -> tuple[str, str, str]:
        """Subject, action and place of a scene."""
        pitch, customer = self._pitch, self._pitch.customer
        if who == "product" or customer is None:
            ends = number == len(self._slots) - 1 and self._own is not None
            place = self._surfaces[0] if ends else self._stage.place(self._surfaces)
            return *self._product(part, number), place
        if self._archetype is Archetype.UNBOXING and not self._revealed and part in {"hook", "problem"}:
            return customer.looks, self._next(list(_PARCEL)), self._home(pitch.pictures["talk"][0])
        if self._premise.deed and self._premise.hero.looks == customer.looks and number == 0:
            place = self._own or self._next(pitch.pictures["start"]).partition(" @ ")[2]
            return customer.looks, self._premise.deed, place
        pool = "use" if part == "item" else _PEOPLE_FIRST[part]
        if pool == "use" and (
            pitch.composited
            or (not pitch.in_hand and pitch.kind != "drive" and "<product>" in pitch.pictures["use"][0])
        ):
            pool = "joy"
        action, _, place = _filled(self._next(pitch.pictures[pool]), customer, pitch.product).partition(" @ ")
        if self._presenter is not None and pool != "use" and part != "problem":
            return customer.looks, _TALKS, self._home(pitch.pictures["talk"][0])
        return customer.looks, action, place if pool == "trouble" else self._home(place)

    def _product(self, part: str, number: int) -> tuple[str, str]:
        """The product and what it does; nothing where the real one is laid over the picture later."""
        pitch = self._pitch
        if pitch.composited:
            return "", ""
        if self._archetype is Archetype.UNBOXING and part == "product" and pitch.in_hand and not self._revealed:
            return pitch.product, f"standing in an {_UNVEILED}"
        if self._archetype in _PRODUCT_ONLY and part in {"hook", "problem"}:
            return pitch.product, self._next(list(_DARK))
        if self._premise.deed and pitch.presenter is not None and number == 0:
            return pitch.product, self._premise.deed
        if pitch.presenter is not None and pitch.kind not in _SHOWN_IN_PERSON:
            return pitch.product, self._next(list(_IN_PERSON))
        flies = "plane" in pitch.product
        alone = [deed for deed in pitch.pictures["alone"] if flies or not _FLYING.search(deed)]
        return pitch.product, self._next(alone or list(_STANDING))

    def _home(self, place: str) -> str:
        """The brief's own place where it is one for people, the first time; else the bank's."""
        if self._own is None or self._shown_own or self._premise.stand is not None:
            return place
        self._shown_own = True
        return self._own

    def _next(self, pool: list[str]) -> str:
        """What has been done least, and not last; chance among equals."""
        fresh = [action for action in pool if action != self._last_action] or pool
        least = min(self._actions[action] for action in fresh)
        action = self._rng.choice([action for action in fresh if self._actions[action] == least])
        self._actions[action] += 1
        self._last_action = action
        return action

    def _world(self) -> tuple[str | None, list[str]]:
        """The brief's own place, where it has one, and where the product stands: there first."""
        surfaces = list(self._pitch.pictures["surfaces"])
        shown = reference_of(self._premise.brief, ReferenceKind.LOCATION)
        own = f"{shown.name}, {shown.looks}".rstrip(", ") if shown is not None else self._premise.setting
        if own is None and self._premise.place:
            own = f"a wide downtown street in {self._premise.place}"
        return own, [own, *(place for place in surfaces if place != own)] if own is not None else surfaces

    def _light(self) -> list[TimeOfDay]:
        count = len(self._slots)
        told = self._premise.time
        if self._archetype is Archetype.DAY_IN_THE_LIFE and told in {None, TimeOfDay.DAY}:
            return [_DAY[min(len(_DAY) - 1, i * len(_DAY) // count)] for i in range(count)]
        if self._archetype is Archetype.CINEMATIC_TEASER and told is None:
            return [TimeOfDay.NIGHT] * count
        if told is None and self._pitch.kind == "event":
            return [TimeOfDay.NIGHT] * count
        if told is not None:
            return light_over(count, told, self._rng)
        late = TimeOfDay.SUNSET if self._archetype is Archetype.BEFORE_AFTER else self._rng.choice(_LATE)
        return [TimeOfDay.DAY if i < (count + 1) // 2 else late for i in range(count)]

    def _weather(self, part: str) -> Weather:
        """The brief's weather; without one, trouble has a grey sky and its answer a clear one."""
        return self._premise.weather or (Weather.CLOUDY if part == "problem" else Weather.CLEAR)

    def _where_to_name(self) -> int | None:
        """The scene that shows the name: where the product is revealed, else where it is first at work."""
        if self._premise.brand is None or self._archetype is Archetype.CINEMATIC_TEASER:
            return None
        early = self._parts[:-1]
        wanted = ("product", "detail", "demo", "proof", "benefit", "hook")
        return next((early.index(part) for part in wanted if part in early), None)

    def _text(self, part: str, number: int) -> str | None:
        """The name once, numbers, before and after, the call at the end."""
        if number == len(self._slots) - 1:
            return self._copy.last_text(alone=len(self._slots) < 3, named=self._name_at is not None)
        brand, maker = self._premise.brand, self._premise.maker
        if number == self._name_at and brand is not None:
            return (in_few_words(f"{brand} by {maker}") if maker else None) or in_few_words(brand)
        if self._archetype is Archetype.BEFORE_AFTER and self._slots[number].beat in {BeatKind.BEFORE, BeatKind.AFTER}:
            # Written in English only: other languages leave it to the pictures.
            if isinstance(self._copy, CopyAbroad):
                return None
            return "Before" if self._slots[number].beat is BeatKind.BEFORE else "After"
        return str(self._parts[: number + 1].count("item")) if part == "item" else None

    def _avoid(self, part: str, who: str) -> str:
        if self._pitch.composited:
            return "products, packaging, bottles, boxes, lettering, watermark"
        if who == "product":
            return _LETTERING if self._pitch.presenter is not None else f"people, hands, {_LETTERING}"
        return f"product packaging, logos, {_LETTERING}" if part == "problem" else _LETTERING

    def _with_offer(self, scenes: list[PlannedScene]) -> list[PlannedScene]:
        """The offer shown and said in the scene before the last, where the last one has no room for it."""
        deal = self._copy.deal
        if deal is None or len(scenes) < 3:
            return scenes
        last, before = scenes[-1], scenes[-2]
        terms = self._premise.offer.rest
        shown = all(term.lower() in f"{last.on_screen_text}".lower() for term in terms)
        said = any(term.lower() in last.narration.lower() for term in terms)
        changes: dict[str, str] = {}
        if not shown and before.on_screen_text is None:
            changes["on_screen_text"] = deal
        line = self._copy.offer_line(self._slots[-2].max_words)
        if not said and line and before.speaker is None:
            changes["narration"] = line
        return [*scenes[:-2], before.model_copy(update=changes), last]


def reasons_in(text: str) -> int | None:
    """How many reasons a brief counts ("three reasons"); None when it counts none."""
    found = _REASONS.search(text)
    if found is None:
        return None
    word = found[1].lower()
    return int(word) if word.isdigit() else NUMBERS.get(word)


def _counted(parts: list[str], reasons: int) -> list[str]:
    """The parts with no more items than there are reasons; what is over shows how good it is."""
    counted, seen = [], 0
    for part in parts:
        seen += part == "item"
        counted.append("benefit" if part == "item" and seen > reasons else part)
    return counted


def ad_logline(pitch: Pitch, archetype: Archetype | None) -> str:
    """The film in a sentence."""
    sold, many = pitch.sold, is_plural(pitch.sold)
    who = pitch.customer.plain if pitch.customer is not None else "somebody"
    comes, gets = ("come", "get") if many else ("comes", "gets")
    match archetype:
        case Archetype.PROBLEM_SOLUTION:
            told = f"{who} has a day like any other, until {sold} {comes} along."
        case Archetype.PRODUCT_HERO:
            told = f"{sold}, seen from close by and in the best light there is."
        case Archetype.TESTIMONIAL:
            told = f"{who} says in a few plain words what changed with {sold}."
        case Archetype.UNBOXING:
            told = f"A box is opened, and {sold} {comes} out of it into the light."
        case Archetype.BEFORE_AFTER:
            told = f"The same day twice: once without {sold}, and once with."
        case Archetype.LISTICLE:
            told = f"A handful of reasons for {sold}, one picture each."
        case Archetype.DAY_IN_THE_LIFE:
            told = f"{who}, from first light to the last lamp, and {sold} somewhere in between."
        case Archetype.CINEMATIC_TEASER:
            told = f"A few dark pictures, a held breath, and then a name: {sold}."
        case _:
            told = f"{who} and {sold}: a short film in which a good thing {gets if many else 'gets'} noticed."
    return told[:1].upper() + told[1:]


def _filled(action: str, customer: Hero, product: str) -> str:
    slots = {**customer.slots, "product": product}
    return re.sub(r"<(\w+)>", lambda match: slots[match[1]], action)
