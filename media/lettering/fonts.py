"""Typefaces: files of a font package first, so that the same words look the same on every machine.

Scripts that the package does not hold (Arabic, Devanagari, Chinese, emoji …) come from the system's fonts, found by
character.
"""

from collections.abc import Sequence
from enum import IntEnum
from functools import cached_property, lru_cache
from importlib.util import find_spec
from pathlib import Path
from unicodedata import category

import skia

_PACKAGE = "font_manrope"
_ALIAS = "Film"
_SYMBOLS = ("So", "Sk", "Co", "Cn")


class Weight(IntEnum):
    """Stroke weights as OpenType counts them."""

    REGULAR = 400
    MEDIUM = 500
    SEMIBOLD = 600
    BOLD = 700
    EXTRABOLD = 800


class Fonts:
    """A family of font files (TTF or OTF, one per weight) and the system's fonts behind it.

    Raises ``ValueError`` naming the file if one is no font.
    """

    def __init__(self, files: Sequence[Path] = ()) -> None:
        self._own = tuple(_typeface(path) for path in files)

    def resolve(self, text: str, weight: Weight) -> tuple[skia.textlayout.FontCollection, list[str]]:
        """A font collection that covers ``text`` as far as the machine can, and its families, best first."""
        style = skia.FontStyle(int(weight), skia.FontStyle.kNormal_Width, skia.FontStyle.kUpright_Slant)
        provider = skia.textlayout.TypefaceFontProvider()
        primary = self._own or (self._system_default(style),)
        for typeface in primary:
            provider.registerTypeface(typeface, skia.String(_ALIAS))
        families = [_ALIAS]
        for typeface in self._fallbacks(text, primary[0], style):
            name = f"{_ALIAS} {len(families)}"
            provider.registerTypeface(typeface, skia.String(name))
            families.append(name)
        collection = skia.textlayout.FontCollection()
        collection.setDefaultFontManager(provider)
        return collection, families

    def showable(self, text: str, weight: Weight) -> str:
        """``text`` without the symbols and emoji that no font here can draw; letters stay, as boxes if need be."""
        style = skia.FontStyle(int(weight), skia.FontStyle.kNormal_Width, skia.FontStyle.kUpright_Slant)
        primary = (self._own or (self._system_default(style),))[0]
        found = (primary, *self._fallbacks(text, primary, style))
        kept = [
            character
            for character in text
            if category(character) not in _SYMBOLS or any(face.unicharToGlyph(ord(character)) for face in found)
        ]
        return "".join(kept)

    @cached_property
    def _system(self) -> skia.FontMgr:
        return skia.FontMgr()

    def _system_default(self, style: skia.FontStyle) -> skia.Typeface:
        found = self._system.matchFamilyStyleCharacter("sans-serif", style, [], ord("A"))
        return found or skia.Typeface.MakeDefault()

    def _fallbacks(self, text: str, primary: skia.Typeface, style: skia.FontStyle) -> list[skia.Typeface]:
        found: list[skia.Typeface] = []
        for character in sorted({ord(character) for character in text if character.isprintable()}):
            if any(typeface.unicharToGlyph(character) for typeface in (primary, *found)):
                continue
            typeface = self._system.matchFamilyStyleCharacter("sans-serif", style, [], character)
            if typeface is not None and typeface.unicharToGlyph(character):
                found.append(typeface)
        return found


@lru_cache(maxsize=1)
def default_fonts() -> Fonts:
    """Manrope (SIL OFL 1.1) from its package if that is installed, else the system's sans-serif."""
    package = find_spec(_PACKAGE)
    if package is None or not package.submodule_search_locations:
        return Fonts()
    folder = Path(package.submodule_search_locations[0]) / "files"
    return Fonts(
        [folder / f"Manrope-{weight}.ttf" for weight in ("Regular", "Medium", "SemiBold", "Bold", "ExtraBold")]
    )


def _typeface(path: Path) -> skia.Typeface:
    typeface = skia.Typeface.MakeFromFile(str(path)) if path.is_file() else None
    if typeface is None:
        raise ValueError(f"{path.name} is not a font file")
    return typeface
