"""What decodes a stream, in the words of a browser (RFC 6381), read from the decoder configuration in its file."""

from media.errors import UnreadableError

_AAC_SAMPLE_RATES = 12


def codec_string(name: str, configuration: bytes) -> str:
    """The ``codecs`` parameter of a stream: ``avc1.64001f``, ``hvc1.1.6.L93.B0``, ``av01.0.04M.08``, ``mp4a.40.2``.

    ``name`` is FFmpeg's canonical name of the codec, ``configuration`` the content of the file's avcC, hvcC or av1C
    box, or the AudioSpecificConfig of AAC. Raises ``UnreadableError`` if it is none of these.
    """
    readers = {"h264": _avc, "hevc": _hevc, "av1": _av1, "aac": _aac}
    if name not in readers:
        raise UnreadableError(f"{name}: no codec that is streamed")
    try:
        return readers[name](configuration)
    except IndexError as error:
        raise UnreadableError(f"{name}: its decoder configuration is cut off") from error


def _avc(record: bytes) -> str:
    """ISO/IEC 14496-15, 5.3.3.1: profile, compatibility flags, level."""
    _versioned("h264", record, 1)
    return f"avc1.{record[1]:02x}{record[2]:02x}{record[3]:02x}"


def _hevc(record: bytes) -> str:
    """ISO/IEC 14496-15, E.3: profile, reversed compatibility, tier and level, constraint bytes up to the last set."""
    _versioned("hevc", record, 1)
    space = ("", "A", "B", "C")[record[1] >> 6]
    tier = "H" if record[1] & 0x20 else "L"
    flags = int.from_bytes(record[2:6], "big")
    reversed_flags = int(f"{flags:032b}"[::-1], 2)
    constraints = record[6:12].rstrip(b"\0")
    parts = [f"hvc1.{space}{record[1] & 0x1F}", f"{reversed_flags:X}", f"{tier}{record[12]}"]
    return ".".join([*parts, *(f"{byte:X}" for byte in constraints)])


def _av1(record: bytes) -> str:
    """AV1 Codec ISO Media File Format Binding, section 5: profile, level and tier, bit depth."""
    _versioned("av1", record, 0x81)
    profile, level = record[1] >> 5, record[1] & 0x1F
    tier = "H" if record[2] & 0x80 else "M"
    high, twelve = record[2] & 0x40, record[2] & 0x20
    depth = (12 if twelve else 10) if high else 8
    return f"av01.{profile}.{level:02d}{tier}.{depth:02d}"


def _aac(configuration: bytes) -> str:
    """ISO/IEC 14496-3, 1.6.2.1: the audio object type in the first five bits."""
    object_type = configuration[0] >> 3
    rate_index = (configuration[0] & 7) << 1 | configuration[1] >> 7
    if not 1 <= object_type < 31 or rate_index > _AAC_SAMPLE_RATES:
        raise UnreadableError("aac: an unusual decoder configuration")
    return f"mp4a.40.{object_type}"


def _versioned(name: str, record: bytes, version: int) -> None:
    if record[0] != version:
        raise UnreadableError(f"{name}: its decoder configuration is not as MP4 files carry it")
