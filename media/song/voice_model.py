"""Silero VAD, a small network that knows speech from everything else, run by onnxruntime.

The weights are data in the installed package silero-vad (MIT); its code, which wants torch, never runs.
"""

import hashlib
import importlib.util
from functools import lru_cache
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from media.song.errors import VoiceModelMissingError

RATE = 16_000
CHUNK = 512
"""Samples that are judged at a time: 32 ms."""

_PACKAGE = "silero_vad"
_SHA256 = "1a153a22f4509e292a94e67d6f9b85e8deb25b4988682b7e174c65279d8788e3"
_CONTEXT = 64


def spoken(samples: NDArray[np.float32]) -> NDArray[np.float64]:
    """How likely somebody speaks in each ``CHUNK`` of mono sound at 16 kHz, 0 to 1.

    Raises ``VoiceModelMissingError``.
    """
    session = _session()
    state = np.zeros((2, 1, 128), np.float32)
    context = np.zeros(_CONTEXT, np.float32)
    found = []
    for start in range(0, len(samples) - CHUNK + 1, CHUNK):
        chunk = samples[start : start + CHUNK].astype(np.float32)
        heard = np.concatenate((context, chunk))[None]
        answer, state = session.run(None, {"input": heard, "state": state, "sr": np.array(RATE, np.int64)})
        context = chunk[-_CONTEXT:]
        found.append(float(answer[0, 0]))
    return np.array(found)


@lru_cache(maxsize=1)
def _session() -> onnxruntime.InferenceSession:
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise VoiceModelMissingError("the voice detector is not installed: run `make setup`")
    weights = (Path(spec.origin).parent / "data" / "silero_vad.onnx").read_bytes()
    if hashlib.sha256(weights).hexdigest() != _SHA256:
        raise VoiceModelMissingError("the voice detector is not the one we know: run `make setup`")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
