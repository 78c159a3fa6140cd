"""Flavours, read from their folders; what changes there is seen by the next use, what breaks there changes nothing."""

import os
import re
import threading
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import structlog
from pydantic import ValidationError

from film.flavour import Flavour, ImageParameters, ImagePrompts, Parameters, PromptName, PromptTemplate, ScenePrompts
from film.model import Value
from film.recipe import Recipe
from store.marked import Marked, MarkedError, Place, faults, over, read_marked

log = structlog.get_logger()

FOLDER_VARIABLE = "REELWRIGHT_FLAVOURS"
"""The environment variable that names a folder of one's own flavours."""

DEFAULT = "default"
_PARTS: dict[str, type[Value]] = {
    "parameters": Parameters,
    "image_parameters": ImageParameters,
    "image_prompts": ImagePrompts,
    "scene_prompts": ScenePrompts,
}
_DEEPEST = 5

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")

_Stamp = tuple[tuple[str, int, int, int], ...]
_Files = dict[str, Marked]


class UnknownFlavourError(LookupError):
    """There is no such flavour; the message lists those there are."""


class BrokenFlavourError(ValueError):
    """The flavour's files cannot be used and never could; the message has a line for each fault."""


class FlavourEntry(Value):
    """A flavour on the shelf. ``flavour`` is the last good version, ``None`` where there was none; ``faults`` are what
    is wrong with its files now. ``own`` says that a folder of one's own has a part in it.
    """

    name: str
    flavour: Flavour | None
    faults: tuple[str, ...] = ()
    own: bool = False


class Flavours:
    """The bundled flavours of ``film/flavours/``, with those of a folder of one's own over them.

    A folder of the same name changes the bundled flavour piece by piece. All methods may touch the disk; they may be
    called from any thread. An own folder that is not there, or not yet, counts as empty and is told in the log.
    """

    def __init__(self, folder: Path | None = None, *, bundled: Path | None = None) -> None:
        self._folders = [bundled or Path(str(files("film").joinpath("flavours")))]
        if folder is not None:
            self._folders.append(folder)
            if not folder.is_dir():
                log.warning("no folder of flavours", folder=str(folder), variable=FOLDER_VARIABLE)
        self._lock = threading.Lock()
        self._stamp: _Stamp | None = None
        self._entries: dict[str, FlavourEntry] = {}

    def entries(self) -> tuple[FlavourEntry, ...]:
        """Every flavour there is: ``default`` first, the others by name."""
        found = self._fresh()
        return tuple(sorted(found.values(), key=lambda entry: (entry.name != DEFAULT, entry.name)))

    def entry(self, name: str) -> FlavourEntry:
        """The flavour of this name as it stands on the shelf. Raises ``UnknownFlavourError``."""
        found = self._fresh()
        if name not in found:
            raise UnknownFlavourError(f"There is no flavour {name!r}; there is {', '.join(sorted(found))}")
        return found[name]

    def flavour(self, name: str) -> Flavour:
        """The flavour of this name, ready to be used. Raises ``UnknownFlavourError`` or ``BrokenFlavourError``."""
        entry = self.entry(name)
        if entry.flavour is None:
            raise BrokenFlavourError("\n".join(entry.faults))
        return entry.flavour

    def recipe(self, name: str) -> Recipe:
        """What travels with a film of this flavour. Raises as ``flavour`` does."""
        return self.flavour(name).recipe

    def prompt(self, name: str, prompt: PromptName) -> PromptTemplate:
        """What a language model is told by this flavour, and its version. Raises as ``flavour`` does."""
        return self.flavour(name).prompt(prompt)

    def _fresh(self) -> dict[str, FlavourEntry]:
        with self._lock:
            stamp = _stamp(self._folders)
            if stamp != self._stamp:
                self._entries = self._read()
                self._stamp = stamp
            return self._entries

    def _read(self) -> dict[str, FlavourEntry]:
        layers = [_folders(folder) for folder in self._folders]
        names = sorted({name for layer in layers for name in layer})
        reading = _Reading(layers)
        return {name: self._entry(name, reading) for name in names}

    def _entry(self, name: str, reading: "_Reading") -> FlavourEntry:
        own = reading.own(name)
        before = self._entries.get(name)
        try:
            return FlavourEntry(name=name, flavour=reading.flavour(name), own=own)
        except MarkedError as error:
            told = tuple(str(error).split("\n"))
            kept = before.flavour if before else None
            if before is None or before.faults != told:
                log.warning("flavour broken", flavour=name, faults=told, kept=kept is not None)
            return FlavourEntry(name=name, flavour=kept, faults=told, own=own)


class _Reading:
    """One look at all folders."""

    def __init__(self, layers: list[dict[str, Path]]) -> None:
        self._layers = layers

    def own(self, name: str) -> bool:
        return any(name in layer for layer in self._layers[1:])

    def flavour(self, name: str) -> Flavour:
        """The flavour of this name. Raises ``MarkedError``."""
        if not _NAME.fullmatch(name):
            raise MarkedError(f"{name}: a flavour's folder is named in small letters, digits and hyphens")
        parts = self._parts(name, len(self._layers), ())
        read: dict[str, Any] = {}
        wrong = []
        for part, model in _PARTS.items():
            whole = parts.get(part) or Marked(Place(f"{name}/{part}.yaml", 1), {}, keys={})
            try:
                read[part] = model.model_validate(whole.plain)
            except ValidationError as error:
                wrong.append(faults(error, whole, model))
        if wrong:
            raise MarkedError("\n".join(wrong))
        return Flavour(name=name, **read)

    def _parts(self, name: str, height: int, below: tuple[str, ...]) -> _Files:
        """The files of a flavour as its layers under ``height`` have them, over those of what it extends."""
        top = next((n for n in reversed(range(height)) if name in self._layers[n]), None)
        if top is None:
            raise MarkedError(f"{below[-1]}/parameters.yaml: extends {name}, which is not there" if below else name)
        written = _read_folder(name, self._layers[top][name])
        parent = _taken(written)
        deeper = any(name in layer for layer in self._layers[:top])
        if deeper and parent is None:
            base = self._parts(name, top, below)
        elif name == DEFAULT and parent is None:
            base = {}
        else:
            base = self._extended(name, parent, below)
        return {part: over(base[part], mine) if part in base else mine for part, mine in (base | written).items()}

    def _extended(self, name: str, parent: Marked | None, below: tuple[str, ...]) -> _Files:
        if parent is None:
            return self._parts(DEFAULT, len(self._layers), (*below, name))
        wanted, chain = parent.value, (*below, name)
        if not isinstance(wanted, str):
            raise MarkedError(f"{parent.place}: extends: must be the name of a flavour")
        if wanted in chain or len(chain) > _DEEPEST:
            raise MarkedError(f"{parent.place}: extends: goes round in circles: {' → '.join((*chain, wanted))}")
        if not any(wanted in layer for layer in self._layers):
            raise MarkedError(f"{parent.place}: extends: there is no flavour {wanted!r}")
        return self._parts(wanted, len(self._layers), chain)


@cache
def load_flavours() -> Flavours:
    """The flavours of this installation, with those of the folder in ``REELWRIGHT_FLAVOURS``; one per process."""
    folder = os.environ.get(FOLDER_VARIABLE)
    return Flavours(Path(folder) if folder else None)


def _folders(folder: Path) -> dict[str, Path]:
    if not folder.is_dir():
        return {}
    return {path.name: path for path in folder.iterdir() if any(_files(path))}


def _files(folder: Path) -> Iterator[Path]:
    """The files of one flavour that are there."""
    if folder.is_dir():
        yield from (path for part in _PARTS if (path := folder / f"{part}.yaml").is_file())


def _stamp(folders: list[Path]) -> _Stamp:
    """What changes when any file does."""
    found = []
    for path in (path for folder in folders for each in _folders(folder).values() for path in _files(each)):
        with suppress(FileNotFoundError):
            stat = path.stat()
            found.append((str(path), stat.st_mtime_ns, stat.st_size, stat.st_ino))
    return tuple(sorted(found))


def _read_folder(name: str, folder: Path) -> _Files:
    found = {}
    wrong = []
    for path in _files(folder):
        shown = f"{name}/{path.name}"
        try:
            found[path.stem] = read_marked(shown, path.read_text("utf-8"))
        except MarkedError as error:
            wrong.append(str(error))
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
            wrong.append(f"{shown}:1: cannot be read: {reason}")
    if wrong:
        raise MarkedError("\n".join(wrong))
    return found


def _taken(written: _Files) -> Marked | None:
    """What a flavour extends, taken out of its parameters, which know no such name."""
    parameters = written.get("parameters")
    if parameters is None or "extends" not in parameters.value:
        return None
    pairs = {name: value for name, value in parameters.value.items() if name != "extends"}
    written["parameters"] = Marked(parameters.place, pairs, keys=parameters.keys)
    extended: Marked = parameters.value["extends"]
    return extended
