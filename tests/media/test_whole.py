"""A file that ends early is noticed, whatever kind it is; a whole one is not complained about."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from media.errors import UnreadableError
from media.whole import probe_whole
from tests.media.material import contract_clip, tone


def still(path: Path) -> Path:
    noise = np.random.default_rng(7).integers(0, 256, (180, 320, 3), dtype=np.uint8)
    assert cv2.imwrite(str(path), noise)
    return path


def material(folder: Path, name: str) -> Path:
    path = folder / name
    match path.suffix:
        case ".mp4":
            return contract_clip(path, 24)
        case ".wav":
            return tone(path, 1.0)
        case _:
            return still(path)


NAMES = ("clip.mp4", "line.wav", "still.png", "still.jpg", "still.webp")


@pytest.mark.parametrize("name", NAMES)
def test_a_whole_file_is_told_what_it_is(tmp_path: Path, name: str) -> None:
    found = probe_whole(material(tmp_path, name))
    assert found.is_still == name.startswith("still")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("share", [0.3, 0.7])
def test_a_file_that_ends_early_is_noticed(tmp_path: Path, name: str, share: float) -> None:
    path = material(tmp_path, name)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(UnreadableError):
        probe_whole(path)
