"""A film against the parts that it was assembled from, and the sound against the picture."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import pytest
from av.packet import Packet

from film.quality import Finding, Flaw
from media.assemble import Part, assemble
from media.profile import open_mp4
from media.quality.verify import Expectation, verify
from media.source import opened
from tests.media.material import SMALL, contract_clip, packets, tone

EXPECTED = Expectation(profile=SMALL, frames=72, peak_dbtp=None)


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> list[Part]:
    folder = tmp_path_factory.mktemp("parts")
    clips = [contract_clip(folder / f"{seed}.mp4", 36, seed=seed) for seed in range(3)]
    return [Part(path=clip, first=0, last=24) for clip in clips]


@pytest.fixture(scope="module")
def film(parts: list[Part], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("film")
    return assemble(parts, tone(folder / "tone.wav", 3), folder / "film.mp4", profile=SMALL).path


def remuxed(film: Path, out: Path, change: Callable[[Packet], Packet | None]) -> Path:
    """The same film with each packet changed on its way, or left out."""
    with opened(film) as source, open_mp4(str(out)) as container:
        streams = {stream.index: container.add_stream_from_template(stream) for stream in source.streams}
        for stream in source.streams:
            streams[stream.index].time_base = stream.time_base
        for packet in source.demux():
            if packet.size and (changed := change(packet)) is not None:
                changed.stream = streams[packet.stream.index]
                container.mux_one(changed)
    return out


def flaws(findings: list[Finding]) -> list[Flaw]:
    return [finding.flaw for finding in findings]


def test_a_film_shows_its_parts_bit_by_bit(film: Path, parts: list[Part]) -> None:
    assert verify(film, EXPECTED, parts=parts) == []


def test_a_copy_that_is_remuxed_is_still_a_good_film(film: Path, parts: list[Part], tmp_path: Path) -> None:
    assert verify(remuxed(film, tmp_path / "film.mp4", lambda packet: packet), EXPECTED, parts=parts) == []


def test_two_parts_that_changed_places_are_found(parts: list[Part], tmp_path: Path) -> None:
    swapped = assemble([parts[1], parts[0], parts[2]], None, tmp_path / "film.mp4", profile=SMALL).path

    findings = verify(swapped, EXPECTED, parts=parts)

    assert [(finding.flaw, finding.at_s) for finding in findings] == [(Flaw.CHANGED, 0), (Flaw.CHANGED, 1)]
    assert "24 of 24 frames are not those of 0.mp4" in findings[0].message


@pytest.mark.parametrize("picture", [5, 30, 61])
def test_a_byte_of_a_copied_packet_that_changed_is_found(
    film: Path, parts: list[Part], tmp_path: Path, picture: int
) -> None:
    data = bytearray(film.read_bytes())
    packet = packets(film)[picture]
    data[data.index(packet) + len(packet) * 2 // 3] ^= 0x10
    (tmp_path / "film.mp4").write_bytes(bytes(data))

    findings = verify(tmp_path / "film.mp4", EXPECTED, parts=parts)

    found = [finding for finding in findings if finding.flaw in (Flaw.CHANGED, Flaw.DAMAGED)]
    assert found and found[0].at_s == pytest.approx(picture / 24, abs=0.2)


def test_a_part_that_was_encoded_again_may_differ(film: Path, parts: list[Part], tmp_path: Path) -> None:
    other = contract_clip(tmp_path / "other.mp4", 36, seed=9)
    claimed = [parts[0], parts[1].model_copy(update={"path": other}), parts[2]]

    assert flaws(verify(film, EXPECTED, parts=claimed)) == [Flaw.CHANGED]
    assert verify(film, EXPECTED, parts=claimed, encoded={1}) == []


def test_a_part_that_is_gone_is_a_finding(film: Path, parts: list[Part], tmp_path: Path) -> None:
    claimed = [*parts[:2], parts[2].model_copy(update={"path": tmp_path / "gone.mp4"})]

    [finding] = verify(film, EXPECTED, parts=claimed)

    assert (finding.flaw, finding.at_s) == (Flaw.CHANGED, 2) and "gone.mp4" in finding.message


@pytest.mark.parametrize("samples", [1024, -1024, 1])
def test_sound_that_is_shifted_against_the_picture_is_found(film: Path, tmp_path: Path, samples: int) -> None:
    def shifted(packet: Packet) -> Packet:
        if packet.stream.type == "audio":
            packet.pts += samples
            packet.dts += samples
        return packet

    found = flaws(verify(remuxed(film, tmp_path / "film.mp4", shifted), EXPECTED))

    assert set(found) & {Flaw.SYNC, Flaw.LENGTH}


@pytest.mark.parametrize(("left_out", "flaw"), [(0, Flaw.SYNC), (70, Flaw.TIMES)])
def test_a_sound_packet_that_is_missing_is_found(film: Path, tmp_path: Path, left_out: int, flaw: Flaw) -> None:
    number = iter(range(10_000))

    def thinned(packet: Packet) -> Packet | None:
        return None if packet.stream.type == "audio" and next(number) == left_out else packet

    found = flaws(verify(remuxed(film, tmp_path / "film.mp4", thinned), EXPECTED))

    assert flaw in found


def test_a_sample_too_few_is_found(film: Path, tmp_path: Path) -> None:
    def shortened(packet: Packet) -> Packet:
        if packet.stream.type == "audio" and packet.duration and packet.duration < 1024:
            packet.duration -= 1
        return packet

    findings = verify(remuxed(film, tmp_path / "film.mp4", shortened), EXPECTED)

    assert [(f.flaw, f.message) for f in findings] == [
        (Flaw.LENGTH, "sound is 1 samples (0.0 ms) shorter than picture")
    ]


def test_a_picture_off_its_time_is_found(film: Path, tmp_path: Path) -> None:
    def late(packet: Packet) -> Packet:
        if packet.stream.type == "video" and packet.pts == 40 * 1250:
            packet.pts += 1
        return packet

    [finding] = verify(remuxed(film, tmp_path / "film.mp4", late), EXPECTED)

    assert finding.flaw is Flaw.TIMES and finding.at_s == pytest.approx(40 / 24)


def test_a_film_that_begins_late_is_found(film: Path, tmp_path: Path) -> None:
    def late(packet: Packet) -> Packet:
        if packet.stream.type == "video":
            packet.pts += 3750
            packet.dts += 3750
        return packet

    assert {Flaw.TIMES, Flaw.STRUCTURE} <= set(flaws(verify(remuxed(film, tmp_path / "film.mp4", late), EXPECTED)))


def test_parameter_sets_in_the_packets_are_found(film: Path, tmp_path: Path) -> None:
    with opened(film) as container:
        configuration = container.streams.video[0].codec_context.extradata or b""
    length = int.from_bytes(configuration[6:8], "big")
    sps = length.to_bytes(4, "big") + configuration[8 : 8 + length]

    def stuffed(packet: Packet) -> Packet:
        if packet.stream.type != "video" or packet.pts != 24 * 1250:
            return packet
        other = av.Packet(sps + bytes(packet))
        other.pts, other.dts, other.duration = packet.pts, packet.dts, packet.duration
        other.time_base, other.is_keyframe = packet.time_base, True
        return other

    [finding] = verify(remuxed(film, tmp_path / "film.mp4", stuffed), EXPECTED)

    assert (finding.flaw, finding.at_s) == (Flaw.STRUCTURE, 1.0) and "parameter sets" in finding.message


def test_a_film_without_sound_is_found(film: Path, tmp_path: Path) -> None:
    mute = remuxed(film, tmp_path / "film.mp4", lambda packet: packet)
    with opened(film) as source, open_mp4(str(mute)) as container:
        stream = container.add_stream_from_template(source.streams.video[0])
        stream.time_base = Fraction(1, 30_000)
        for packet in source.demux(source.streams.video[0]):
            if packet.size:
                packet.stream = stream
                container.mux_one(packet)

    assert flaws(verify(mute, EXPECTED)) == [Flaw.SOUND]
    assert verify(mute, EXPECTED.model_copy(update={"sound": False})) == []
