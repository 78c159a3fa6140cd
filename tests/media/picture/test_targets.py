import threading
from fractions import Fraction
from pathlib import Path

import av
import pytest

from media.contract import read_contract
from media.errors import CancelledError
from media.picture import target as target_module
from media.picture.conform import Target, conform
from media.picture.decoding import Decoding
from media.picture.fit import Fit, Focus
from media.picture.overlay import Overlay
from media.profile import VideoProfile
from tests.media.material import SMALL, contract_clip, digests, foreign_clip, packets
from tests.media.picture.numbered import numbered_clip, shown
from tests.media.picture.test_conform import white

TALL = SMALL.model_copy(update={"width": 180, "height": 320})
SQUARE = SMALL.model_copy(update={"width": 180, "height": 180})


class Onlooker:
    def __init__(self) -> None:
        self.times: list[Fraction] = []
        self.missed: list[Fraction] = []
        self.sizes: set[tuple[int, int]] = set()

    def miss(self, time_s: Fraction) -> None:
        self.missed.append(time_s)

    def see(self, time_s: Fraction, frame: av.VideoFrame) -> None:
        self.times.append(time_s)
        self.sizes.add((frame.width, frame.height))


@pytest.fixture
def decodes(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Every time a clip is decoded."""
    started: list[Path] = []
    original = Decoding.decoded

    def counted(self: Decoding) -> object:
        started.append(self._source)
        return original(self)

    monkeypatch.setattr(Decoding, "decoded", counted)
    return started


def test_all_aspects_come_from_one_decode_and_equal_those_made_alone(tmp_path: Path, decodes: list[Path]) -> None:
    clip = foreign_clip(tmp_path / "clip.mp4", 40)
    profiles = {"wide": SMALL, "tall": TALL, "square": SQUARE}
    targets = [
        Target(tmp_path / f"{name}.mp4", profile, fit=fit, focus=Focus(x=0.2))
        for (name, profile), fit in zip(profiles.items(), Fit, strict=True)
    ]

    made = conform(clip, targets, frames=24, edge_frames=6)
    assert len(decodes) == 1

    assert [segment.path for segment in made] == [target.out for target in targets]
    for target in targets:
        alone = Target(tmp_path / "alone.mp4", target.profile, fit=target.fit, focus=target.focus)
        conform(clip, [alone], frames=24, edge_frames=6)
        assert target.out.read_bytes() == alone.out.read_bytes()


def test_one_target_is_copied_while_another_is_encoded(tmp_path: Path, decodes: list[Path]) -> None:
    clip = contract_clip(tmp_path / "clip.mp4", 48)

    same, tall = conform(
        clip, [Target(tmp_path / "same.mp4", SMALL), Target(tmp_path / "tall.mp4", TALL)], frames=48, edge_frames=12
    )

    assert len(decodes) == 1
    assert same.adopted
    assert packets(same.path) == packets(clip)
    assert tall.copied_frames == 0
    assert len(digests(tall.path)) == 48


def test_gops_under_an_overlay_are_encoded_from_the_same_decode(tmp_path: Path, decodes: list[Path]) -> None:
    clip = contract_clip(tmp_path / "clip.mp4", 96)
    lettering = Overlay(white(60, 20), x=41, y=33, first=30, last=34)
    targets = [Target(tmp_path / "same.mp4", SMALL, [lettering]), Target(tmp_path / "tall.mp4", TALL, [lettering])]

    same, _ = conform(clip, targets, frames=96, edge_frames=12)

    assert len(decodes) == 1
    assert same.copied_frames == 84


def test_a_clip_that_is_only_copied_is_not_decoded(tmp_path: Path, decodes: list[Path]) -> None:
    conform(contract_clip(tmp_path / "clip.mp4", 48), [Target(tmp_path / "out.mp4", SMALL)], frames=48, edge_frames=12)

    assert decodes == []


@pytest.mark.parametrize("in_contract", [True, False], ids=["copied", "encoded"])
def test_observers_see_every_picture_of_the_source_once(tmp_path: Path, in_contract: bool, decodes: list[Path]) -> None:
    clip = contract_clip(tmp_path / "clip.mp4", 48) if in_contract else numbered_clip(tmp_path / "clip.mp4", 48)
    seen = [Onlooker(), Onlooker()]

    conform(
        clip,
        [Target(tmp_path / "a.mp4", SMALL), Target(tmp_path / "b.mp4", TALL if not in_contract else SMALL)],
        frames=24,
        edge_frames=6,
        observers=seen,
    )

    assert len(decodes) == 1
    for onlooker in seen:
        assert onlooker.times == [Fraction(number, 24) for number in range(48)]
        assert onlooker.sizes == {(320, 180)}


def test_targets_of_two_frame_rates_each_keep_the_time_of_the_clip(tmp_path: Path) -> None:
    clip = numbered_clip(tmp_path / "clip.mp4", 40, fps=30)
    rates = {fps: SMALL.model_copy(update={"fps": fps}) for fps in (30, 60)}

    conform(clip, [Target(tmp_path / f"{fps}.mp4", rates[fps]) for fps in rates], frames=30, edge_frames=4)

    assert shown(tmp_path / "30.mp4") == list(range(30))
    assert shown(tmp_path / "60.mp4") == [number // 2 for number in range(30)]
    assert all(read_contract(tmp_path / f"{fps}.mp4", rates[fps]) for fps in rates)


def test_when_one_target_fails_none_appears(tmp_path: Path) -> None:
    class Broken:
        def touches(self, first: int, last: int) -> bool:
            return first <= 10 < last

        def draw(self, planes: object, frame: int) -> None:
            raise RuntimeError("ink is out")

    clip = foreign_clip(tmp_path / "clip.mp4", 30)

    with pytest.raises(RuntimeError, match="ink"):
        conform(
            clip,
            [Target(tmp_path / "a.mp4", SMALL), Target(tmp_path / "b.mp4", TALL, [Broken()])],
            frames=24,
            edge_frames=6,
        )

    assert [path.name for path in tmp_path.iterdir()] == ["clip.mp4"]


def test_when_one_place_cannot_be_written_none_appears(tmp_path: Path) -> None:
    clip = foreign_clip(tmp_path / "clip.mp4", 30)
    (tmp_path / "b.mp4").mkdir()

    with pytest.raises(OSError):
        conform(
            clip,
            [Target(tmp_path / "a.mp4", SMALL), Target(tmp_path / "b.mp4", TALL)],
            frames=24,
            edge_frames=6,
        )

    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.mp4", "clip.mp4"]


def test_cancelling_leaves_no_target_behind(tmp_path: Path) -> None:
    clip = foreign_clip(tmp_path / "clip.mp4", 30)
    seen: list[int] = []

    with pytest.raises(CancelledError):
        conform(
            clip,
            [Target(tmp_path / "a.mp4", SMALL), Target(tmp_path / "b.mp4", TALL)],
            frames=24,
            edge_frames=6,
            on_progress=seen.append,
            should_stop=lambda: len(seen) >= 7,
        )

    assert [path.name for path in tmp_path.iterdir()] == ["clip.mp4"]


def test_progress_of_several_targets_ends_at_the_last_frame(tmp_path: Path) -> None:
    seen: list[int] = []

    conform(
        foreign_clip(tmp_path / "clip.mp4", 30),
        [Target(tmp_path / "a.mp4", SMALL), Target(tmp_path / "b.mp4", TALL)],
        frames=24,
        edge_frames=6,
        on_progress=seen.append,
    )

    assert seen == list(range(1, 25))


def test_targets_must_have_paths_of_their_own(tmp_path: Path) -> None:
    clip = foreign_clip(tmp_path / "clip.mp4", 30)

    for targets in ([], [Target(tmp_path / "a.mp4", SMALL), Target(tmp_path / "a.mp4", TALL)]):
        with pytest.raises(ValueError, match="paths"):
            conform(clip, targets, frames=24, edge_frames=6)


def test_a_repeated_picture_is_fitted_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fitted: list[object] = []
    original = target_module.fit_picture

    def counted(*args: object) -> av.VideoFrame:
        fitted.append(args[0])
        return original(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(target_module, "fit_picture", counted)

    conform(
        numbered_clip(tmp_path / "clip.mp4", 12, fps=12, size=(160, 90)),
        [Target(tmp_path / "out.mp4", SMALL)],
        frames=36,
        edge_frames=6,
    )

    assert len(fitted) == 12


def test_segments_are_the_same_whatever_else_is_made_at_the_same_time(tmp_path: Path) -> None:
    clip = foreign_clip(tmp_path / "clip.mp4", 30)

    def make(name: str, profile: VideoProfile) -> None:
        conform(clip, [Target(tmp_path / name, profile)], frames=24, edge_frames=6)

    threads = [threading.Thread(target=make, args=(f"{n}.mp4", SMALL)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len({(tmp_path / f"{n}.mp4").read_bytes() for n in range(3)}) == 1
