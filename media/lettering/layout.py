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
    """8 % from every edge, in a square 7 %; upright more above and below, where phone apps lay their own buttons."""
    upright = is_upright(profile)
    # A square is shown in a feed, framed by the page: nothing lies over it, and it has no width to give away.
    edge = 0.07 if profile.width == profile.height else 0.08
    side = round(profile.width * edge)
    top, bottom = (0.12, 0.2) if upright else (edge, edge)
    first, last = round(profile.height * top), round(profile.height * (1 - bottom))
    return SafeArea(left=side, top=first, width=profile.width - 2 * side, height=last - first)


def is_upright(profile: VideoProfile) -> bool:
    """Whether the picture is higher than wide, as phones show it."""
    return profile.height > profile.width


def short_side(profile: VideoProfile) -> int:
    """The measure that letters are sized by: equally large on a phone held either way."""
    return min(profile.width, profile.height)
