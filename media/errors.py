"""What can go wrong with media: each error says which file and what to do about it."""


class MediaError(Exception):
    """Something about a media file makes the work impossible; trying again will not help."""


class UnreadableError(MediaError):
    """The file is empty, truncated, of a kind that is not accepted, or not media at all."""


class ForeignPartError(MediaError):
    """A part was not made under the film's encoder contract, so its packets cannot be joined with the others."""


class CancelledError(Exception):
    """The work was asked to stop and has left nothing behind."""
