"""The sound of a film against its picture: length to the sample, a common start, loudness and true peak."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from film.quality import Finding, Flaw, SoundFacts
from media.quality.hearing import Heard

_SAMPLE = Fraction(1, 2)


@dataclass(frozen=True)
class WantedSound:
    """What sound is held against.

    ``start_s`` and ``length_s`` are the picture's, ``slack_samples`` is how much longer or shorter sound may be.
    """

    start_s: Fraction
    length_s: Fraction
    slack_samples: int
    loudness_lufs: float | None
    loudness_tolerance_lu: float
    peak_dbtp: float | None


def sound_facts(heard: Heard, length_s: Fraction) -> SoundFacts:
    """What was heard beside ``length_s`` of picture."""
    return SoundFacts(
        codec=heard.codec,
        rate=heard.rate,
        channels=heard.channels,
        duration_s=float(heard.length_s),
        extra_samples=_extra_samples(heard, length_s),
        loudness_lufs=heard.loudness_lufs,
        peak_dbtp=heard.peak_dbtp,
    )


def sound_flaws(heard: Heard, wanted: WantedSound) -> Iterator[Finding]:
    """What is wrong with the sound."""
    extra = _extra_samples(heard, wanted.length_s)
    if abs(extra) > wanted.slack_samples:
        difference = f"{abs(extra)} samples ({abs(extra) / heard.rate * 1000:.1f} ms)"
        yield Finding(
            flaw=Flaw.LENGTH, message=f"sound is {difference} {'longer' if extra > 0 else 'shorter'} than picture"
        )
    late_s = heard.opens_s - wanted.start_s
    if abs(late_s) * heard.rate > _SAMPLE:
        order = "after" if late_s > 0 else "before"
        yield Finding(flaw=Flaw.SYNC, message=f"sound begins {float(abs(late_s)) * 1000:.1f} ms {order} the picture")
    elif heard.codec == "aac" and heard.first_s >= 0:
        yield Finding(flaw=Flaw.SYNC, message="the lead-in of the AAC encoder is not hidden: all sound comes late")
    if heard.broken_s is not None:
        yield Finding(flaw=Flaw.TIMES, message="the sound is interrupted", at_s=float(heard.broken_s))
    if wanted.loudness_lufs is not None:
        off_lu = heard.loudness_lufs - wanted.loudness_lufs
        if abs(off_lu) > wanted.loudness_tolerance_lu:
            message = f"{heard.loudness_lufs:.1f} LUFS, not {wanted.loudness_lufs:g}"
            yield Finding(flaw=Flaw.LOUDNESS, message=message)
    if wanted.peak_dbtp is not None and heard.peak_dbtp > wanted.peak_dbtp:
        yield Finding(flaw=Flaw.PEAK, message=f"true peak of {heard.peak_dbtp:.1f} dBTP, above {wanted.peak_dbtp:g}")


def _extra_samples(heard: Heard, length_s: Fraction) -> int:
    return round(heard.length_s * heard.rate) - round(length_s * heard.rate)
