"""What an advertisement sells and what it is called: from the brief's own fields first, then from its prompt."""

from dataclasses import dataclass

from film.brief import AdBrief, Brief
from planner.brands_abroad import brand_abroad
from planner.foreign import is_foreign
from planner.language_of import language_of
from planner.lexicon import load_lexicon
from planner.names import MAX_LETTERS, Names, find_names, is_never_a_name, quoted_names
from planner.shot import ActorKind
from planner.tokens import FUNCTION_WORDS, tokenise


@dataclass(frozen=True)
class Goods:
    """``name`` is what it is called by name, ``maker`` whose it is where that is another name; ``thing`` is the brief's
    own phrase for it, where it gives one.
    """

    name: str | None
    maker: str | None
    thing: str | None


def goods_of(brief: Brief) -> Goods:
    """The name, the maker and the thing of a brief; whatever its fields say comes before what its prompt suggests."""
    abroad = is_foreign(brief.prompt)
    return _goods(_found(brief.prompt, abroad=abroad), brief.ad, abroad=abroad)


def _goods(names: Names, ad: AdBrief | None, *, abroad: bool) -> Goods:
    product, brand = (ad.product, ad.brand) if ad is not None else (None, None)
    own = _own_name(product, brand, names, abroad=abroad) if product else None
    if brand is None:
        name = own or names.product or names.maker
        return Goods(name, names.maker if names.maker != name else None, product)
    if own is None and names.product and names.maker and names.maker.lower() == brand.lower():
        own = names.product
    name = own or brand
    return Goods(name, brand if brand.lower() not in name.lower() else None, product)


def names_in(brief: Brief, text: str) -> Names:
    """The names in a text of a brief as a reading has them, those of the brief's fields first."""
    abroad = is_foreign(brief.prompt)
    names = _found(text, abroad=abroad)
    goods = _goods(names, brief.ad, abroad=abroad)
    labels = tuple(dict.fromkeys(name for name in (goods.name, *names.labels) if name and name != goods.maker))
    return Names(tuple(label for label in labels if len(label) <= MAX_LETTERS), goods.maker, names.spans)


def _found(prompt: str, *, abroad: bool) -> Names:
    """The names in a prompt; in other languages than English quotes tell more than capitals."""
    if not abroad:
        return find_names(prompt, advertised=True)
    quoted = tuple(quoted_names(prompt))
    named = brand_abroad(prompt, language_of(prompt)) if not quoted else None
    return Names(quoted or ((named,) if named else ()), None, ())


def _own_name(product: str, brand: str | None, names: Names, *, abroad: bool) -> str | None:
    """The proper name in a product's phrase ("Glow" of "Glow vitamin C serum"); None when it has only its noun."""
    known = [name for name in (*names.labels, brand or "") if name and product.lower().startswith(name.lower())]
    if known:
        return max(known, key=len)
    if abroad or (names.product and names.product.lower() not in product.lower()):
        return None
    tokens, lexicon = tokenise(product), load_lexicon()
    name: list[str] = []
    for number, token in enumerate(tokens):
        length, senses = lexicon.match(tokens, number)
        thing = any(isinstance(sense.meaning, ActorKind) for sense in senses)
        if not token.is_capitalised or is_never_a_name(token.text) or (thing and number + length == len(tokens)):
            break
        name.append(token.text)
    plain = not name or all(word.lower() in FUNCTION_WORDS for word in name)
    return None if plain or product.isupper() else " ".join(name)
