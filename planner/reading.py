"""What a text mentions: who and what, where, when, doing what, and what it says is not there."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from film.shot import CameraMove, Framing, TimeOfDay, Weather
from planner.lexicon import Place
from planner.shot import Action, ActorKind, Setting

_Any = TypeVar("_Any")


@dataclass(frozen=True)
class Mention:
    """Somebody or something named. ``phrase`` is it in the text's own words, looks included, without its article.

    ``link`` is the word that ties it to what came before: a preposition, "and", a verb of holding, or "".
    ``modifiers`` stand before the noun, ``wearing`` are phrases like "red coat".
    """

    kind: ActorKind
    word: str
    phrase: str
    start: int
    end: int
    count: int = 1
    definite: bool = False
    link: str = ""
    modifiers: tuple[str, ...] = ()
    wearing: tuple[str, ...] = ()
    colour: str | None = None
    label: str | None = None
    setting: Setting | None = None


@dataclass(frozen=True)
class Locale:
    """A setting named, with its phrase in the text's own words; ``tied`` when a preposition of place leads to it."""

    setting: Setting
    phrase: str
    start: int
    tied: bool


@dataclass(frozen=True)
class Deed:
    """An action named: the verb's base form, the form it has in the text, and its place there."""

    action: Action
    verb: str
    form: str
    start: int


@dataclass(frozen=True)
class Reading:
    """Everything a text says that the scene kit understands, in the order it is said."""

    text: str
    mentions: tuple[Mention, ...] = ()
    locales: tuple[Locale, ...] = ()
    deeds: tuple[Deed, ...] = ()
    times: tuple[TimeOfDay, ...] = ()
    weathers: tuple[Weather, ...] = ()
    framings: tuple[Framing, ...] = ()
    cameras: tuple[CameraMove, ...] = ()
    place: Place | None = None
    place_phrase: str | None = None
    colours: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    maker: str | None = None
    absent: frozenset[ActorKind | Setting | Weather | TimeOfDay] = frozenset()
    unknown: tuple[str, ...] = ()

    @property
    def locale(self) -> Locale | None:
        """The setting that counts: one a preposition leads to, else the first."""
        return next((locale for locale in self.locales if locale.tied), first(self.locales))

    @property
    def time(self) -> TimeOfDay | None:
        """The time of day; "day" is the weakest word for it ("a rainy day at dusk")."""
        return next((time for time in self.times if time is not TimeOfDay.DAY), first(self.times))

    @property
    def weather(self) -> Weather | None:
        """The weather; the wildest word for it wins ("wind and rain" is rain)."""
        order = list(Weather)
        wild = [Weather.STORM, Weather.SNOW, Weather.RAIN, Weather.FOG]
        return next((w for w in wild if w in self.weathers), max(self.weathers, key=order.index, default=None))


@dataclass
class Notes:
    """A reading under way."""

    mentions: list[Mention] = field(default_factory=list)
    locales: list[Locale] = field(default_factory=list)
    deeds: list[Deed] = field(default_factory=list)
    times: list[TimeOfDay] = field(default_factory=list)
    weathers: list[Weather] = field(default_factory=list)
    framings: list[Framing] = field(default_factory=list)
    cameras: list[CameraMove] = field(default_factory=list)
    colours: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    absent: set[ActorKind | Setting | Weather | TimeOfDay] = field(default_factory=set)
    place: Place | None = None
    place_phrase: str | None = None


def first(items: Iterable[_Any]) -> _Any | None:
    """The first item, or None."""
    return next(iter(items), None)
