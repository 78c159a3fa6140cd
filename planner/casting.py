"""From mentions to actors: who is the subject, who holds what, how everybody looks."""

from collections.abc import Sequence

from planner.reading import Deed, Mention, Reading
from planner.shot import Action, Actor, ActorKind
from planner.tokens import PLACE_PREPOSITIONS, word_set

MAX_ACTORS = 4
LABELLED = frozenset(
    {ActorKind.BOTTLE, ActorKind.DROPPER_BOTTLE, ActorKind.JAR, ActorKind.BOX, ActorKind.CAN, ActorKind.CUP,
     ActorKind.COFFEE_CART, ActorKind.PHONE, ActorKind.BOOK, ActorKind.BOAT, ActorKind.TRUCK, ActorKind.ROCKET,
     ActorKind.SHOE, ActorKind.HEADPHONES, ActorKind.LAPTOP, ActorKind.WATCH, ActorKind.CAMERA, ActorKind.BALLOON}
)  # fmt: skip
VESSELS = frozenset({ActorKind.BOTTLE, ActorKind.DROPPER_BOTTLE, ActorKind.JAR, ActorKind.BOX, ActorKind.CAN})
_CONTAINER_WORDS = word_set("bottle flask jar box package parcel can tin pot vase bag crate cardboard vial dropper")
_BEINGS = frozenset({ActorKind.PERSON, ActorKind.CHILD, ActorKind.ROBOT})
_HOLDABLE = frozenset(
    {ActorKind.CUP, ActorKind.PHONE, ActorKind.JAR, ActorKind.BOX, ActorKind.BOOK, ActorKind.CAMERA, ActorKind.WATCH,
     ActorKind.SHOE, ActorKind.HEADPHONES, ActorKind.PLANT, ActorKind.LAPTOP, ActorKind.LANTERN, ActorKind.GUITAR,
     ActorKind.KITE, ActorKind.BALLOON, ActorKind.CAN, ActorKind.DROPPER_BOTTLE, ActorKind.BOTTLE, ActorKind.BICYCLE}
)  # fmt: skip
_IN_HAND_LINKS = word_set(
    "with hold carry clutch read play strum drink sip fly wear use deliver bring push lift eat find write open "
    "unwrap ride"
)
_VEHICLES = frozenset(
    {ActorKind.CAR, ActorKind.TRUCK, ActorKind.BICYCLE, ActorKind.TRAIN, ActorKind.BOAT, ActorKind.COFFEE_CART}
)
_THINGS = frozenset(
    {ActorKind.LIGHTHOUSE, ActorKind.HOUSE, ActorKind.TREE, ActorKind.TENT, ActorKind.PLANT, ActorKind.GUITAR}
)
_OF_THINGS = frozenset({Action.SPIN, Action.GLOW, Action.POUR, Action.FLY, Action.DANCE, Action.RUN})
_STRINGED = frozenset({ActorKind.KITE, ActorKind.BALLOON})
_FEMALE, _MALE = ("she", "her", "hers"), ("he", "his", "him")
_SEXED = word_set(
    "woman man girl boy lady gentleman mother father mum mom dad grandmother grandfather granny grandma "
    "grandpa wife husband sister brother aunt uncle daughter son queen king princess prince waitress waiter "
    "actress ballerina bride groom granddaughter grandson fisherman he she guy businessman businesswoman witch "
    "wizard schoolgirl schoolboy"
)


def subject_of(reading: Reading) -> Mention | None:
    """Whom the text is about: the first mention that no preposition of place ties to another."""
    present = _present(reading)
    named = [m for m in present if m.word not in {"he", "she"}] or present
    named = [m for m in named if not m.phrase.endswith(("'s", "’s"))] or named
    free = [m for m in named if m.link not in PLACE_PREPOSITIONS and not (m.link == "with" and m is not named[0])]
    return next(iter(free), next(iter(named), None))


def deed_of(reading: Reading) -> Deed | None:
    """What the subject does: the first verb that can be drawn, before a verb of mere being."""
    return next((deed for deed in reading.deeds if deed.action is not Action.IDLE), next(iter(reading.deeds), None))


def cast_actors(reading: Reading) -> tuple[Actor, ...]:
    """Up to four actors, the subject first; small things near a being are in its hand."""
    subject = subject_of(reading)
    if subject is None:
        return ()
    others = [m for m in _present(reading) if m is not subject and m.word not in {"he", "she"}]
    deed = deed_of(reading)
    held = _held(subject, others)
    action = _fitting(subject.kind, deed.action if deed else Action.IDLE, held)
    label = _label(subject, reading)
    actors = [_actor(subject, action, reading, label=label, holding=held.kind if held else None)] * subject.count
    for mention in others:
        if mention is held or (mention.word == subject.word and mention.kind is subject.kind):
            continue
        known = next((a for a in actors if a.kind is mention.kind and not mention.modifiers), None)
        if known is not None and mention.definite:
            continue
        actors += [_actor(mention, _companion_action(mention, action), reading, label=mention.label)] * mention.count
    return tuple(actors[:MAX_ACTORS])


def traits_of(mention: Mention, text: str = "") -> tuple[str, ...]:
    """The words that change an actor's looks: adjectives, the noun itself, clothes; "she" or "he" if only that says."""
    traits = [*mention.modifiers, *mention.word.split(), *mention.wearing]
    if mention.kind in {ActorKind.PERSON, ActorKind.CHILD} and not _SEXED & set(traits):
        words = text.lower().split()
        pronoun = next((w.strip(".,;:!?") for w in words if w.strip(".,;:!?") in _FEMALE + _MALE), None)
        if pronoun:
            traits.append("she" if pronoun in _FEMALE else "he")
    return tuple(dict.fromkeys(traits))


def _present(reading: Reading) -> list[Mention]:
    return [mention for mention in reading.mentions if mention.kind not in reading.absent]


def _held(subject: Mention, others: Sequence[Mention]) -> Mention | None:
    if subject.kind not in _BEINGS or subject.count > 1:
        return None
    for mention in others:
        near = mention.link in _IN_HAND_LINKS or (mention.link == "and" and mention.kind in _STRINGED)
        if mention.kind in _HOLDABLE and near:
            return mention
    return None


def _fitting(kind: ActorKind, action: Action, held: Mention | None) -> Action:
    """The action as the picture shows it: who flies a kite stands, a train that crosses rides, a jar sits still."""
    if kind in _VEHICLES:
        return Action.RIDE if action in {Action.WALK, Action.RUN} else action
    if kind in LABELLED | _THINGS and kind is not ActorKind.ROCKET:
        return action if action in _OF_THINGS else Action.IDLE
    if held is None:
        return action
    if held.kind in _STRINGED and action in {Action.FLY, Action.IDLE}:
        return Action.HOLD
    if held.kind is ActorKind.GUITAR and action in {Action.RUN, Action.IDLE}:
        return Action.WORK
    return Action.HOLD if action is Action.IDLE else action


def _companion_action(mention: Mention, subject_action: Action) -> Action:
    moving = {Action.WALK, Action.RUN, Action.DANCE, Action.SWIM, Action.FLY, Action.RIDE}
    if subject_action in moving and mention.link in {"and", "with"}:
        return subject_action
    flying = {ActorKind.BIRD, ActorKind.KITE, ActorKind.BALLOON, ActorKind.ROCKET}
    swimming = {ActorKind.FISH, ActorKind.WHALE}
    return Action.FLY if mention.kind in flying else Action.SWIM if mention.kind in swimming else Action.IDLE


def _actor(
    mention: Mention, action: Action, reading: Reading, *, label: str | None = None, holding: ActorKind | None = None
) -> Actor:
    return Actor(
        kind=mention.kind,
        action=action,
        colour=mention.colour,
        traits=traits_of(mention, reading.text),
        label=label,
        holding=holding,
    )


def _label(subject: Mention, reading: Reading) -> str | None:
    """What a product wears: a quoted or capitalised name, else its own noun ("Serum"), unless that names the vessel."""
    if subject.kind not in LABELLED:
        return None
    named = reading.labels[0] if reading.labels else subject.label or reading.maker
    if named or subject.kind not in VESSELS:
        return named
    noun = " ".join(word for word in subject.word.split() if word not in _CONTAINER_WORDS)
    return noun.title() or None
