"""Is a finished film what it should be? Everything is decoded and measured; nothing is taken on trust."""

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from av.container import InputContainer
from numpy.typing import NDArray

from film.model import Value
from media.errors import UnreadableError
from media.mp4 import is_faststart, sample_descriptions
from media.planes import planes_of
from media.probe import probe
from media.profile import VideoProfile
from media.sound.audio import RATE, read_sound
from media.sound.loudness import integrated_lufs, true_peak_dbtp
from media.source import opened
from media.work import OnProgress, ShouldStop, Watch, never, unheard

_AAC_FRAME_S = 1024 / RATE
_BT709 = 1
_GRID = 8
_BLACK_LUMA = 20.0
_MOVED_LUMA = 8.0
_MOVED_SHARE = 0.002


class Flaw(StrEnum):
    """What can be wrong."""

    UNREADABLE = "unreadable"
    FRAMES = "frames"
    SIZE = "size"
    TIMES = "times"
    BLACK = "black"
    FROZEN = "frozen"
    COLOUR = "colour"
    LENGTH = "length"
    LOUDNESS = "loudness"
    PEAK = "peak"
    FASTSTART = "faststart"
    STRUCTURE = "structure"


class Finding(Value):
    """One thing that is not as it should be; ``at_s`` says where, if it is in one place."""

    flaw: Flaw
    message: str
    at_s: float | None = None


class Expectation(Value):
    """What a film is held against. A ``None`` is not looked at.

    ``black_s`` and ``frozen_s`` are the longest runs of black or equal pictures allowed; ``frozen_change`` is the mean
    difference in luma below which two pictures are equal, unless something small moves in them.
    """

    profile: VideoProfile
    frames: int
    loudness_lufs: float | None = None
    loudness_tolerance_lu: float = 0.5
    peak_dbtp: float | None = -0.5
    sound: bool = True
    black_s: float | None = 1.0
    frozen_s: float | None = 1.5
    frozen_change: float = 0.3


@dataclass
class _Run:
    """The longest run of pictures of one kind, and where it began."""

    length: int = 0
    longest: int = 0
    first: int = 0

    def see(self, number: int, *, holds: bool) -> None:
        self.length = self.length + 1 if holds else 0
        if self.length > self.longest:
            self.longest, self.first = self.length, number - self.length + 1


@dataclass
class _Runs:
    """Black and frozen pictures, seen frame by frame.

    A picture is compared with the one that its run began with, not with its neighbour: an encoder still refines a
    held picture a little, and a slow move changes little from frame to frame, but only the move adds up.
    """

    change: float
    black: _Run = field(default_factory=_Run)
    frozen: _Run = field(default_factory=_Run)
    anchor: NDArray[np.float32] | None = None

    def see(self, number: int, frame: av.VideoFrame) -> None:
        size = (max(1, frame.width // _GRID), max(1, frame.height // _GRID))
        luma = cv2.resize(planes_of(frame)[0], size, interpolation=cv2.INTER_AREA).astype(np.float32)
        black = float(np.percentile(luma, 98)) <= _BLACK_LUMA
        same = self.anchor is not None and self._equal(luma, self.anchor)
        if not same:
            self.anchor = luma
        self.black.see(number, holds=black)
        self.frozen.see(number, holds=same and not black)

    def _equal(self, luma: NDArray[np.float32], anchor: NDArray[np.float32]) -> bool:
        difference = np.abs(luma - anchor)
        moved = float((difference > _MOVED_LUMA).mean())
        return float(difference.mean()) < self.change and moved < _MOVED_SHARE


def verify(
    path: Path, expected: Expectation, *, on_progress: OnProgress = unheard, should_stop: ShouldStop = never
) -> list[Finding]:
    """Everything about the film at ``path`` that is not as ``expected``; an empty list is a good film."""
    watch = Watch(on_progress, should_stop)
    try:
        findings = _structure(path)
        with opened(path) as container:
            findings += _pictures(container, expected, watch)
        return findings + _sound(path, expected)
    except UnreadableError as error:
        return [Finding(flaw=Flaw.UNREADABLE, message=str(error))]


def _structure(path: Path) -> list[Finding]:
    probe(path)
    findings = []
    if not is_faststart(path):
        findings.append(Finding(flaw=Flaw.FASTSTART, message="the index comes after the media"))
    if any(count != 1 for count in sample_descriptions(path)):
        findings.append(Finding(flaw=Flaw.STRUCTURE, message="a track has more than one sample description"))
    return findings


def _pictures(container: InputContainer, expected: Expectation, watch: Watch) -> list[Finding]:
    if not container.streams.video:
        return [Finding(flaw=Flaw.FRAMES, message="there are no pictures")]
    stream = container.streams.video[0]
    stream.thread_type = "FRAME"
    stream.codec_context.options |= {"err_detect": "explode"}
    codec, profile = stream.codec_context, expected.profile
    findings = []
    tags = (codec.color_primaries, codec.color_trc, codec.colorspace, codec.color_range)
    if tags != (_BT709, _BT709, _BT709, 1):
        findings.append(Finding(flaw=Flaw.COLOUR, message=f"colours are tagged {tags}, not as BT.709 limited range"))
    if (codec.width, codec.height) != (profile.width, profile.height):
        findings.append(Finding(flaw=Flaw.SIZE, message=f"pictures are {codec.width}x{codec.height}"))
    runs, frames, last_dts = _Runs(expected.frozen_change), 0, None
    for packet in container.demux(stream):
        watch.check()
        if packet.size and last_dts is not None and (packet.dts is None or packet.dts <= last_dts):
            findings.append(Finding(flaw=Flaw.TIMES, message="decode times do not rise", at_s=frames / profile.fps))
        last_dts = packet.dts if packet.size else last_dts
        for frame in packet.decode():
            shown = frame.pts * frame.time_base if frame.pts is not None and frame.time_base else None
            if shown != Fraction(frames, profile.fps):
                findings.append(_off_time(frames, shown, profile))
            if frame.is_corrupt:
                findings.append(Finding(flaw=Flaw.UNREADABLE, message="a damaged picture", at_s=frames / profile.fps))
            runs.see(frames, frame)
            frames += 1
            watch.done(frames)
    if frames != expected.frames:
        findings.append(Finding(flaw=Flaw.FRAMES, message=f"{frames} frames instead of {expected.frames}"))
    return _first_of_each(findings) + _still_runs(runs, expected)


def _off_time(number: int, shown: Fraction | None, profile: VideoProfile) -> Finding:
    return Finding(
        flaw=Flaw.TIMES,
        message=f"frame {number} is shown at {shown} s, not at {Fraction(number, profile.fps)} s",
        at_s=number / profile.fps,
    )


def _still_runs(runs: _Runs, expected: Expectation) -> list[Finding]:
    fps, findings = expected.profile.fps, []
    for flaw, run, allowed_s in (
        (Flaw.BLACK, runs.black, expected.black_s),
        (Flaw.FROZEN, runs.frozen, expected.frozen_s),
    ):
        if allowed_s is not None and run.longest > allowed_s * fps:
            message = f"{flaw} for {run.longest / fps:.2f} s"
            findings.append(Finding(flaw=flaw, message=message, at_s=run.first / fps))
    return findings


def _sound(path: Path, expected: Expectation) -> list[Finding]:
    if not expected.sound:
        return []
    sound = read_sound(path)
    findings = []
    difference_s = len(sound) / RATE - expected.frames / expected.profile.fps
    if abs(difference_s) > _AAC_FRAME_S:
        findings.append(Finding(flaw=Flaw.LENGTH, message=f"sound and picture differ by {difference_s:+.3f} s"))
    if expected.loudness_lufs is not None:
        loudness = integrated_lufs(sound)
        if abs(loudness - expected.loudness_lufs) > expected.loudness_tolerance_lu:
            findings.append(Finding(flaw=Flaw.LOUDNESS, message=f"{loudness:.1f} LUFS"))
    if expected.peak_dbtp is not None and (peak := true_peak_dbtp(sound)) > expected.peak_dbtp:
        findings.append(Finding(flaw=Flaw.PEAK, message=f"true peak of {peak:.1f} dBTP"))
    return findings


def _first_of_each(findings: list[Finding]) -> list[Finding]:
    return list({finding.flaw: finding for finding in reversed(findings)}.values())[::-1]
