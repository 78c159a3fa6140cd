"""What can go wrong with a song beside what can go wrong with any media file."""

from media.errors import MediaError


class SongTooLongError(MediaError):
    """The song is longer than any that is listened to."""


class OutsideSongError(MediaError):
    """The film would begin after the song has ended."""


class VoiceModelMissingError(RuntimeError):
    """The voice detector is not installed, or is not the one we know; the message says what to do."""
