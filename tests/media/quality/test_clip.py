from fractions import Fraction
from itertools import chain
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from film.quality import ClipExpectation, Defect, QualityReport, Severity, Verdict
from media.errors import CancelledError, UnreadableError
from media.planes import planes_of
from media.quality.clip import ClipCheck, ClipLimits, check_clip
from tests.media.material import foreign_clip, packets, tone
from tests.media.quality.scenes import HEIGHT, WIDTH, black, clip_of, drawing, flat, judged, pan, shown

FRAME_S = 1 / 24


def kinds(report: QualityReport) -> list[Defect]:
    return [finding.kind for finding in report.findings]


def test_a_good_clip_has_no_findings_and_its_facts(tmp_path: Path) -> None:
    report = check_clip(clip_of(tmp_path / "clip.mp4", pan(48)), ClipExpectation(duration_s=2, fps=24))

    assert report.findings == () and report.verdict is Verdict.OK
    facts = report.facts
    assert (facts.frames, facts.duration_s, facts.width, facts.height) == (48, 2.0, WIDTH, HEIGHT)
    assert facts.fps == pytest.approx(24) and 60 < facts.mean_luma < 180 and facts.motion > 1
    assert facts.loudness_lufs is None


@settings(max_examples=25, deadline=None)
@given(start=st.integers(0, 30), length=st.integers(13, 24), fps=st.sampled_from([24, 25, 30]))
def test_a_black_run_is_found_exactly_wherever_it_is(start: int, length: int, fps: int) -> None:
    frames = [*pan(start), *black(length), *pan(20, seed=1)]

    report = judged(frames, fps=fps, limits=ClipLimits(black_s=0.4))

    runs = [(f.start_s, f.end_s) for f in report.findings if f.kind is Defect.BLACK]
    assert runs == [(pytest.approx(start / fps), pytest.approx((start + length) / fps))]


def test_black_of_half_a_second_passes() -> None:
    assert Defect.BLACK not in kinds(judged([*pan(20), *black(12), *pan(20, seed=1)]))


def test_black_inside_is_refused_and_a_slow_fade_in_is_a_warning() -> None:
    inside = judged([*pan(30), *black(20), *pan(30, seed=1)])
    before = judged([*black(20), *pan(60)])

    assert inside.verdict is Verdict.REFUSE
    assert before.verdict is Verdict.WARN


def test_a_dark_night_is_not_black() -> None:
    night = drawing(low=16, high=34)
    frames = [shown(np.ascontiguousarray(night[:, 3 * n : 3 * n + WIDTH])) for n in range(48)]

    assert kinds(judged(frames)) == []


def test_small_letters_on_black_are_not_black() -> None:
    frames = []
    for number in range(48):
        luma = np.full((HEIGHT, WIDTH), 16, np.uint8)
        luma[84:96, 100 + number : 160 + number : 3] = 235
        frames.append(shown(luma, (128, 128)))

    assert Defect.BLACK not in kinds(judged(frames))


def test_a_still_instead_of_motion_is_refused(tmp_path: Path) -> None:
    report = check_clip(clip_of(tmp_path / "clip.mp4", pan(1) * 48))

    [finding] = report.findings
    assert (finding.kind, finding.severity) == (Defect.FROZEN, Severity.REJECT)
    assert (finding.start_s, finding.end_s, finding.measure) == (0, 2, 2)


def test_a_stop_in_the_middle_is_found_within_a_frame(tmp_path: Path) -> None:
    frames = [*pan(40), *pan(1, start=160) * 30, *pan(40, start=164)]

    report = check_clip(clip_of(tmp_path / "clip.mp4", frames))

    [finding] = [finding for finding in report.findings if finding.kind is Defect.FROZEN]
    assert finding.start_s == pytest.approx(40 / 24, abs=FRAME_S)
    assert finding.end_s == pytest.approx(70 / 24, abs=FRAME_S)
    assert finding.severity is Severity.WARNING


def test_a_slow_pan_is_not_frozen(tmp_path: Path) -> None:
    assert kinds(check_clip(clip_of(tmp_path / "clip.mp4", pan(72, speed=0.5)))) == []


def test_four_flashes_in_a_second_are_refused_with_their_times() -> None:
    calm, white = pan(24), flat(2, 235)
    flashes = list(chain.from_iterable([*white, *pan(3, start=96 + n)] for n in range(4)))

    report = judged([*calm, *flashes, *pan(24, start=100)])

    [finding] = [finding for finding in report.findings if finding.kind is Defect.FLASH]
    assert report.verdict is Verdict.REFUSE
    assert finding.start_s == pytest.approx(1, abs=0.05)
    assert finding.end_s == pytest.approx(1 + 17 / 24, abs=0.05)
    assert finding.measure == 4


@settings(max_examples=20, deadline=None)
@given(fps=st.sampled_from([24, 25, 30, 50]), a_second=st.integers(1, 8), share=st.sampled_from([0.15, 0.5, 1.0]))
def test_more_than_three_flashes_a_second_over_a_quarter_are_found_and_no_others(
    fps: int, a_second: int, share: float
) -> None:
    frames = pan(fps * 3 // 2, speed=1)
    for number, frame in enumerate(frames):
        on = number * a_second * 2 // fps % 2
        planes_of(frame)[0][: round(HEIGHT * share)] = 200 if on else 30

    found = Defect.FLASH in kinds(judged(frames, fps=fps))

    assert found == (a_second > 3 and share > 0.25)


@pytest.mark.parametrize("flashes", [1, 3])
def test_lightning_is_no_harmful_flash(flashes: int) -> None:
    dark = drawing(low=20, high=90)[:, :WIDTH]
    bright = np.clip(dark.astype(int) * 2, 16, 235).astype(np.uint8)
    flash = [shown(bright)] * 2 + [shown(dark)] * 4

    report = judged([*[shown(dark)] * 12, *flash * flashes, *[shown(dark)] * 12])

    assert Defect.FLASH not in kinds(report)


def test_flashes_of_a_small_lamp_are_harmless() -> None:
    frames = pan(48, speed=2)
    for number, frame in enumerate(frames):
        planes_of(frame)[0][:60, :60] = 235 if number % 4 < 2 else 16

    assert Defect.FLASH not in kinds(judged(frames))


@pytest.mark.parametrize("speed", [12, 25, 60])
def test_a_fast_pan_is_neither_flash_nor_cut(speed: int) -> None:
    assert kinds(judged(pan(min(48, 1200 // speed), speed=speed))) == []


def test_stripes_passing_by_are_no_flash() -> None:
    columns = np.arange(WIDTH)
    rows = [np.where((columns + 20 * number) // 80 % 2, 210, 40).astype(np.uint8) for number in range(48)]

    assert Defect.FLASH not in kinds(judged(shown(np.tile(row, (HEIGHT, 1))) for row in rows))


def test_an_unwanted_cut_is_found_at_its_frame(tmp_path: Path) -> None:
    report = check_clip(clip_of(tmp_path / "clip.mp4", [*pan(31), *pan(29, seed=7)]))

    [finding] = report.findings
    assert (finding.kind, finding.severity) == (Defect.CUT, Severity.WARNING)
    assert finding.start_s == pytest.approx(31 / 24)


def test_lightning_and_a_single_white_picture_are_no_cut() -> None:
    frames = pan(60)
    for number in (20, 21):
        luma = planes_of(frames[number])[0]
        luma[:] = np.clip(luma.astype(int) + 70, 16, 235)
    frames[40] = flat(1, 235)[0]

    assert Defect.CUT not in kinds(judged(frames))


def test_missing_pictures_are_found_as_a_gap() -> None:
    numbers = [number for number in range(60) if not 30 < number < 35]

    report = judged(pan(len(numbers)), times=[Fraction(number, 24) for number in numbers])

    [finding] = report.findings
    assert (finding.kind, finding.measure) == (Defect.GAP, 4)
    assert (finding.start_s, finding.end_s) == (pytest.approx(30 / 24), pytest.approx(35 / 24))


def test_pictures_that_stick_while_all_moves_are_found() -> None:
    frames = pan(60)
    frames[30:35] = [frames[29]] * 5

    [finding] = judged(frames).findings

    assert (finding.kind, finding.severity, finding.measure) == (Defect.STUCK, Severity.WARNING, 5)
    assert (finding.start_s, finding.end_s) == (pytest.approx(30 / 24), pytest.approx(35 / 24))


def test_an_even_cadence_of_repeats_is_only_told() -> None:
    frames = list(chain.from_iterable((*four, four[-1]) for four in zip(*[iter(pan(48))] * 4, strict=True)))

    report = judged(frames, fps=30)

    assert [(f.kind, f.severity) for f in report.findings] == [(Defect.STUCK, Severity.INFO)]
    assert report.verdict is Verdict.OK


def test_a_variable_frame_rate_is_one_finding() -> None:
    steps = [1, 2, 1, 3, 2, 1, 2, 3] * 6
    times = [Fraction(sum(steps[:number]), 60) for number in range(len(steps))]

    assert kinds(judged(pan(len(steps)), times=times)) == [Defect.RHYTHM]


def test_one_colour_without_detail_is_found() -> None:
    report = judged([*pan(30), *flat(20, 120, (90, 160)), *pan(30, seed=1)])

    [finding] = [finding for finding in report.findings if finding.kind is Defect.BLANK]
    assert (finding.start_s, finding.end_s) == (pytest.approx(30 / 24), pytest.approx(50 / 24))


@pytest.mark.parametrize(
    ("ordered", "kind", "severity"),
    [
        ({"duration_s": 4.0}, Defect.DURATION, Severity.REJECT),
        ({"duration_s": 2.4}, Defect.DURATION, Severity.WARNING),
        ({"duration_s": 1.0}, Defect.DURATION, Severity.INFO),
        ({"width": 180, "height": 320}, Defect.SIZE, Severity.REJECT),
        ({"width": 640, "height": 360}, Defect.SIZE, Severity.WARNING),
        ({"width": 160, "height": 90}, Defect.SIZE, Severity.INFO),
        ({"fps": 30.0}, Defect.FPS, Severity.WARNING),
        ({"fps": 12.0}, Defect.FPS, Severity.INFO),
    ],
)
def test_what_differs_from_the_order_is_found(ordered: dict[str, float], kind: Defect, severity: Severity) -> None:
    report = judged(pan(48), expected=ClipExpectation.model_validate(ordered))

    assert [(finding.kind, finding.severity) for finding in report.findings] == [(kind, severity)]


def test_no_pictures_are_refused() -> None:
    report = ClipCheck().report()

    assert kinds(report) == [Defect.EMPTY] and report.verdict is Verdict.REFUSE


@pytest.mark.parametrize(
    "pixel_format", ["yuv420p10le", "yuv422p", "yuv444p12le", "p010le", "nv12", "gbrp", "rgb24", "yuyv422", "yuvj420p"]
)
def test_every_kind_of_pixel_is_judged_alike(pixel_format: str) -> None:
    frames = [*pan(30), *black(20), *pan(30, seed=1)]
    plain = judged(frames)

    other = judged(frame.reformat(format=pixel_format, src_colorspace="ITU709") for frame in frames)

    assert [(f.kind, f.start_s, f.end_s) for f in other.findings] == [
        (f.kind, f.start_s, f.end_s) for f in plain.findings
    ]
    assert other.facts.mean_luma == pytest.approx(plain.facts.mean_luma, abs=2)


def test_pictures_are_only_read() -> None:
    frame = pan(1)[0]
    before = [plane.copy() for plane in planes_of(frame)]

    ClipCheck().see(Fraction(0), frame)

    assert all(np.array_equal(*pair) for pair in zip(before, planes_of(frame), strict=True))


@pytest.mark.parametrize("size", [(16, 16), (2, 400), (400, 2), (1000, 1000)])
def test_odd_shapes_are_judged(size: tuple[int, int]) -> None:
    frames = [av.VideoFrame(*size, "yuv420p") for _ in range(3)]
    for number, frame in enumerate(frames):
        for plane in planes_of(frame):
            plane[:] = 60 * number + 60

    assert judged(frames).facts.frames == 3


def test_a_clip_of_a_model_is_judged_with_its_sound(tmp_path: Path) -> None:
    clip = foreign_clip(tmp_path / "clip.mp4", 60, sound=True)

    report = check_clip(clip, ClipExpectation(duration_s=2, fps=30, width=426, height=240, sound=True))

    assert report.findings == ()
    assert report.facts.loudness_lufs is not None and -30 < report.facts.loudness_lufs < 0


def test_a_report_travels_as_json() -> None:
    report = judged([*pan(30), *black(20), *pan(30)])

    assert QualityReport.model_validate_json(report.model_dump_json()) == report


def test_damage_is_found_where_it_is(tmp_path: Path) -> None:
    clip = clip_of(tmp_path / "clip.mp4", pan(72))
    data = bytearray(clip.read_bytes())
    picture = packets(clip)[30]
    start = data.index(picture) + len(picture) // 4
    data[start : start + len(picture) // 2] = bytes(len(picture) // 2)
    clip.write_bytes(bytes(data))

    report = check_clip(clip)

    damaged = [finding for finding in report.findings if finding.kind is Defect.DAMAGED]
    assert damaged and damaged[0].start_s == pytest.approx(30 / 24, abs=0.2)


def test_a_file_without_pictures_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="no pictures"):
        check_clip(tone(tmp_path / "tone.wav", 1))


def test_a_check_stops_when_told_to(tmp_path: Path) -> None:
    clip = clip_of(tmp_path / "clip.mp4", pan(24))
    done: list[int] = []

    with pytest.raises(CancelledError):
        check_clip(clip, on_progress=done.append, should_stop=lambda: len(done) == 5)

    assert done == [1, 2, 3, 4, 5]
