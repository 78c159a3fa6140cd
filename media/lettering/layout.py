"""Where text may stand: the safe area of each picture shape."""

from dataclasses import dataclass

from media.profile import VideoProfile


@dataclass(frozen=True)
class SafeArea:
    """A rectangle in pixels; everything that must be read stays inside."""

    left: int
    top: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """First column after it."""
        return self.left + self.width

    @property
    def bottom(self) -> int:
        """First row after it."""
        return self.top + self.height


def safe_area(profile: VideoProfile) -> SafeArea:
    """8 % from every edge; in portrait more above and below, where phone apps lay their own buttons and captions."""
    upright = profile.height > profile.width
    side = round(profile.width * 0.08)
    top, bottom = (0.12, 0.2) if upright else (0.08, 0.08)
    first, last = round(profile.height * top), round(profile.height * (1 - bottom))
    return SafeArea(left=side, top=first, width=profile.width - 2 * side, height=last - first)


def short_side(profile: VideoProfile) -> int:
    """The measure that letters are sized by: equally large on a phone held either way."""
    return min(profile.width, profile.height)
