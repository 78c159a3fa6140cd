"""The open fonts that come with packages: files by name, so that every machine sets a text in the same letters."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

_MANROPE = ("Regular", "Medium", "SemiBold", "Bold", "ExtraBold")
_NOTO_SCRIPTS = (
    "NotoSans[wght].ttf",
    "NotoSansArabic[wght].ttf",
    "NotoSansHebrew[wght].ttf",
    "NotoSansDevanagari[wght].ttf",
    "NotoSansThai[wght].ttf",
    "NotoSansArmenian[wght].ttf",
    "NotoSansBengali[wght].ttf",
    "NotoSansEthiopic[wght].ttf",
    "NotoSansGeorgian[wght].ttf",
    "NotoSansGujarati[wght].ttf",
    "NotoSansGurmukhi[wght].ttf",
    "NotoSansKannada[wght].ttf",
    "NotoSansKhmer[wght].ttf",
    "NotoSansLao[wght].ttf",
    "NotoSansMalayalam[wght].ttf",
    "NotoSansMyanmar[wght].ttf",
    "NotoSansOriya[wght].ttf",
    "NotoSansSinhala[wght].ttf",
    "NotoSansTamil[wght].ttf",
    "NotoSansTelugu[wght].ttf",
    "NotoSansSymbols[wght].ttf",
)
_HAN_REGIONS = ("ja", "ko", "zh-Hans", "zh-Hant", "zh-HK")
"""The order of the faces in the collection file of Noto Sans CJK."""


@dataclass(frozen=True)
class FontFile:
    """One face: a TTF or OTF file, or number ``index`` of a collection (TTC)."""

    path: Path
    index: int = 0


@dataclass(frozen=True)
class Fallbacks:
    """Faces for what the main family does not hold.

    ``scripts`` are asked in their order; ``han`` has one face for each way to draw the same ideographs, by language
    (``ja``, ``ko``, ``zh-Hans`` …); ``emoji`` are in colour; ``rare`` come last.
    """

    scripts: tuple[FontFile, ...] = ()
    han: tuple[tuple[str, FontFile], ...] = ()
    emoji: tuple[FontFile, ...] = ()
    rare: tuple[FontFile, ...] = ()


def manrope() -> tuple[FontFile, ...]:
    """The house typeface in its weights (SIL OFL 1.1); nothing if its package is not installed."""
    return tuple(_found("font_manrope", "files", [f"Manrope-{weight}.ttf" for weight in _MANROPE]))


def noto() -> Fallbacks:
    """Noto for every living script, its ideographs and its emoji (SIL OFL 1.1), as far as the packages are installed.

    The scripts and the ideographs are variable fonts: a bold title is bold in Hindi and in Chinese too.
    """
    collection = list(_found("manimgx_fonts_cjk", "", ["NotoSansCJK-VF.otf.ttc"]))
    regions = [(region, FontFile(file.path, n)) for file in collection for n, region in enumerate(_HAN_REGIONS)]
    others = _folder("dynamic_font", "assets/fonts/fallback")
    rare = sorted(path for path in others.glob("*.ttf")) if others else []
    return Fallbacks(
        scripts=tuple(_found("manimgx_fonts", "", _NOTO_SCRIPTS)),
        han=tuple(regions),
        emoji=tuple(_found("dynamic_font", "assets/fonts", ["NotoColorEmoji-Regular.ttf"])),
        rare=(*map(FontFile, rare), *_found("manimgx_fonts", "", ["NotoEmoji[wght].ttf"])),
    )


def _found(package: str, folder: str, names: list[str] | tuple[str, ...]) -> Iterator[FontFile]:
    home = _folder(package, folder)
    if home is not None:
        yield from (FontFile(home / name) for name in names if (home / name).is_file())


def _folder(package: str, folder: str) -> Path | None:
    """A folder of an installed package, found without running the package's code."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0]) / folder
