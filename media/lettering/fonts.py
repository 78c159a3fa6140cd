"""Typefaces: files of font packages, so that the same words look the same on every machine.

A main family sets what it can; scripts that it does not hold come from the packaged fallbacks, found by character;
the system's fonts are asked last, and only for what no package has.
"""

from collections.abc import Iterator, Sequence
from enum import IntEnum
from functools import cached_property, lru_cache
from pathlib import Path
from unicodedata import category, name

import skia

from media.lettering.packaged import Fallbacks, FontFile, manrope, noto

_ALIAS = "Film"
_SYMBOLS = ("So", "Sk", "Co", "Cn")
_INVISIBLE = ("Cc", "Cf", "Zl", "Zp")
_WEIGHT_AXIS = int.from_bytes(b"wght", "big")


class Weight(IntEnum):
    """Stroke weights as OpenType counts them."""

    REGULAR = 400
    MEDIUM = 500
    SEMIBOLD = 600
    BOLD = 700
    EXTRABOLD = 800


class Fonts:
    """A family of font files (TTF or OTF, one per weight), the fallbacks behind it, and last the system's fonts.

    Raises ``ValueError`` naming the file if one is no font.
    """

    def __init__(self, files: Sequence[Path] = (), *, fallbacks: Fallbacks | None = None, system: bool = True) -> None:
        self._own = tuple(_typeface(FontFile(path)) for path in files)
        self._behind = noto() if fallbacks is None else fallbacks
        self._system_too = system

    def resolve(self, text: str, weight: Weight) -> tuple[skia.textlayout.FontCollection, list[str]]:
        """A font collection that covers ``text`` as far as the fonts can, and its families, best first."""
        provider = skia.textlayout.TypefaceFontProvider()
        primary = self._primary(weight)
        for typeface in primary:
            provider.registerTypeface(typeface, skia.String(_ALIAS))
        families = [_ALIAS]
        for typeface in self._fallbacks(text, primary[0], weight):
            family = f"{_ALIAS} {len(families)}"
            provider.registerTypeface(typeface, skia.String(family))
            families.append(family)
        collection = skia.textlayout.FontCollection()
        collection.setDefaultFontManager(provider)
        return collection, families

    def showable(self, text: str, weight: Weight) -> str:
        """``text`` without the symbols and emoji that no font here can draw; letters stay, as boxes if need be."""
        missing = self.missing(text, weight)
        return "".join(sign for sign in text if sign not in missing or category(sign) not in _SYMBOLS)

    def missing(self, text: str, weight: Weight) -> set[str]:
        """The characters of ``text`` that would come out as boxes."""
        primary = self._primary(weight)[0]
        found = (primary, *self._fallbacks(text, primary, weight))
        return {sign for sign in text if _visible(sign) and not any(face.unicharToGlyph(ord(sign)) for face in found)}

    def _primary(self, weight: Weight) -> tuple[skia.Typeface, ...]:
        if self._own:
            return self._own
        if self._behind.scripts:
            return (_weighted(self._behind.scripts[0], weight),)
        found = self._system.matchFamilyStyleCharacter("sans-serif", _style(weight), [], ord("A"))
        return (found or skia.Typeface.MakeDefault(),)

    @cached_property
    def _system(self) -> skia.FontMgr:
        return skia.FontMgr()

    def _fallbacks(self, text: str, primary: skia.Typeface, weight: Weight) -> list[skia.Typeface]:
        """The fewest typefaces beside ``primary`` that cover ``text``; emoji before others, which also draw some."""
        letters: list[skia.Typeface] = []
        pictures: list[skia.Typeface] = []
        for sign in sorted(set(filter(_visible, text))):
            code = ord(sign)
            if any(typeface.unicharToGlyph(code) for typeface in (primary, *pictures, *letters)):
                continue
            pictured = category(sign) in _SYMBOLS
            coloured = next((f for f in self._behind.emoji if pictured and _typeface(f).unicharToGlyph(code)), None)
            if coloured:
                pictures.append(_typeface(coloured))
                continue
            held = next((file for file in self._letter_files(text) if _typeface(file).unicharToGlyph(code)), None)
            typeface = _weighted(held, weight) if held else self._of_system(code, weight)
            if typeface is not None:
                letters.append(typeface)
        return [*pictures, *letters]

    def _letter_files(self, text: str) -> Iterator[FontFile]:
        yield from self._behind.scripts
        faces = dict(self._behind.han)
        if faces:
            yield faces.get(han_language(text)) or next(iter(faces.values()))
        yield from self._behind.rare

    def _of_system(self, code: int, weight: Weight) -> skia.Typeface | None:
        if not self._system_too:
            return None
        typeface = self._system.matchFamilyStyleCharacter("sans-serif", _style(weight), [], code)
        return typeface if typeface is not None and typeface.unicharToGlyph(code) else None


@lru_cache(maxsize=1)
def default_fonts() -> Fonts:
    """Manrope with Noto behind it, from their packages."""
    return Fonts([file.path for file in manrope()])


def han_language(text: str) -> str:
    """Whose way to draw ideographs ``text`` asks for: its other letters tell Japanese and Korean.

    Of the two Chinese ways it is the traditional one if a character is in Taiwan's standard and not in the mainland's.
    """
    names = {name(sign, "").split(" ")[0] for sign in text if ord(sign) > 0x1000}
    if names & {"HIRAGANA", "KATAKANA"}:
        return "ja"
    if "HANGUL" in names:
        return "ko"
    traditional = any(_encodes(sign, "big5") and not _encodes(sign, "gb2312") for sign in text)
    return "zh-Hant" if traditional else "zh-Hans"


def _encodes(sign: str, encoding: str) -> bool:
    try:
        sign.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _visible(sign: str) -> bool:
    """Not a space, a joiner, a direction mark or a variation selector: those need no glyph."""
    return not sign.isspace() and category(sign) not in _INVISIBLE and not 0xFE00 <= ord(sign) <= 0xFE0F


def _style(weight: Weight) -> skia.FontStyle:
    return skia.FontStyle(int(weight), skia.FontStyle.kNormal_Width, skia.FontStyle.kUpright_Slant)


@lru_cache(maxsize=256)
def _typeface(file: FontFile) -> skia.Typeface:
    typeface = skia.Typeface.MakeFromFile(str(file.path), file.index) if file.path.is_file() else None
    if typeface is None:
        raise ValueError(f"{file.path.name} is not a font file")
    return typeface


@lru_cache(maxsize=256)
def _weighted(file: FontFile, weight: Weight) -> skia.Typeface:
    """The face in this weight if it is variable, else as it is."""
    position = skia.FontArguments.VariationPosition
    coordinates = position.Coordinates([position.Coordinate(_WEIGHT_AXIS, float(weight))])
    arguments = skia.FontArguments()
    # Held by a name: the arguments only point at it.
    place = position(coordinates)
    arguments.setVariationDesignPosition(place)
    return _typeface(file).makeClone(arguments) or _typeface(file)
