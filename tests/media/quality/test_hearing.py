from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.io import wavfile

from film.quality import ClipExpectation, ClipFinding, Defect, QualityReport, Severity, Verdict
from media.errors import UnreadableError
from media.quality.clip import ClipCheck
from media.quality.hearing import listen
from tests.media.material import babble, tone
from tests.media.quality.scenes import pan

RATE = 44_100


def sine(seconds: float, level: float = 0.2) -> NDArray[np.float64]:
    return level * np.sin(2 * np.pi * 330 * np.arange(round(seconds * RATE)) / RATE)


def written(path: Path, wave: NDArray[np.float64]) -> Path:
    wavfile.write(path, RATE, np.round(np.clip(wave, -1, 1) * 32767).astype(np.int16))
    return path


def report_on(sound: Path, *, wanted: bool | None = True) -> QualityReport:
    check = ClipCheck(ClipExpectation(sound=wanted))
    for number, frame in enumerate(pan(12)):
        check.see(Fraction(number, 24), frame)
    return check.report(sound)


def only(report: QualityReport) -> ClipFinding:
    [finding] = report.findings
    return finding


def test_good_sound_has_no_findings(tmp_path: Path) -> None:
    assert report_on(babble(tmp_path / "babble.wav", 3)).findings == ()


def test_a_silent_stretch_is_found_with_its_times(tmp_path: Path) -> None:
    wave = np.concatenate((sine(1), np.zeros(RATE * 3 // 2), sine(2)))

    finding = only(report_on(written(tmp_path / "wave.wav", wave)))

    assert (finding.kind, finding.severity) == (Defect.SILENT, Severity.INFO)
    assert (finding.start_s, finding.end_s) == (pytest.approx(1, abs=0.05), pytest.approx(2.5, abs=0.05))


def test_sound_that_is_silent_throughout_is_refused_if_sound_is_wanted(tmp_path: Path) -> None:
    silent = written(tmp_path / "wave.wav", np.zeros(RATE * 2))

    assert only(report_on(silent)).kind is Defect.SILENT
    assert report_on(silent).verdict is Verdict.REFUSE
    assert report_on(silent, wanted=None).findings == ()


def test_clipped_tops_are_found_where_they_are(tmp_path: Path) -> None:
    wave = np.concatenate((sine(1), sine(0.5, level=3), sine(1)))

    finding = only(report_on(written(tmp_path / "wave.wav", wave)))

    assert finding.kind is Defect.CLIPPING and finding.measure > 1000
    assert (finding.start_s, finding.end_s) == (pytest.approx(1, abs=0.05), pytest.approx(1.5, abs=0.05))


def test_a_wave_that_just_reaches_full_scale_is_not_clipped(tmp_path: Path) -> None:
    assert report_on(written(tmp_path / "wave.wav", sine(2, level=1))).findings == ()


def test_a_dc_offset_is_found(tmp_path: Path) -> None:
    finding = only(report_on(written(tmp_path / "wave.wav", sine(2) + 0.1)))

    assert finding.kind is Defect.OFFSET and finding.measure == pytest.approx(0.1, abs=0.01)


def test_sound_that_can_hardly_be_heard_is_found(tmp_path: Path) -> None:
    finding = only(report_on(written(tmp_path / "wave.wav", sine(2, level=0.002))))

    assert finding.kind is Defect.FAINT and finding.measure == pytest.approx(-55, abs=3)


def test_the_loudness_of_mono_is_that_of_both_channels(tmp_path: Path) -> None:
    heard = listen(tone(tmp_path / "tone.wav", 3, channels=1, hertz=997, level=0.1))

    assert heard is not None and heard.loudness_lufs == pytest.approx(-20, abs=0.2)
    assert heard.peak_dbtp == pytest.approx(-20, abs=0.2)
    assert (heard.channels, heard.rate, heard.opens_s, heard.end_s) == (1, 48_000, 0, 3)


def test_a_file_that_is_no_media_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "wave.wav").write_text("nothing")

    with pytest.raises(UnreadableError):
        listen(tmp_path / "wave.wav")


def test_sound_that_changes_its_kind_on_the_way_is_unreadable(tmp_path: Path) -> None:
    for name, layout, rate in (("a.mp3", "mono", 22_050), ("b.mp3", "stereo", 44_100)):
        with av.open(str(tmp_path / name), "w") as container:
            stream = container.add_stream("mp3", rate=rate, layout=layout)
            samples = np.zeros((1, rate * (2 if layout == "stereo" else 1)), np.int16)
            frame = av.AudioFrame.from_ndarray(samples, format="s16", layout=layout)
            frame.sample_rate = rate
            container.mux(stream.encode(frame))
            container.mux(stream.encode(None))
    both = tmp_path / "both.mp3"
    both.write_bytes((tmp_path / "a.mp3").read_bytes() + (tmp_path / "b.mp3").read_bytes())

    with pytest.raises(UnreadableError, match="changes its kind"):
        listen(both)
