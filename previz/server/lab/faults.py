"""The catalogue of what can go wrong, and where each of it can happen."""

from enum import StrEnum


class On(StrEnum):
    """The calls and deliveries a rule can meddle with."""

    CREATE = "create"
    GET = "get"
    LIST = "list"
    CANCEL = "cancel"
    DOWNLOAD = "download"
    UPLOAD = "upload"
    MODEL = "model"
    WEBHOOK = "webhook"
    CHAT = "chat"
    RESPONSES = "responses"
    MODERATION = "moderation"
    IMAGES = "images"
    SPEECH = "speech"
    MUSIC = "music"
    TRANSCRIPTION = "transcription"


class LabFault(StrEnum):
    """Everything that can go wrong."""

    # The connection. Nothing has happened on the server when it breaks.
    DROP = "drop"
    REFUSE = "refuse"
    SLOW = "slow"
    # The call is carried out, and billed; only its answer is lost.
    ACCEPT_THEN_DROP = "accept_then_drop"
    ACCEPT_THEN_HANG = "accept_then_hang"
    ACCEPT_THEN_500 = "accept_then_500"
    # A reply that is an error. Nothing has happened.
    ERROR_400 = "error_400"
    ERROR_401 = "error_401"
    ERROR_402 = "error_402"
    ERROR_404 = "error_404"
    ERROR_422 = "error_422"
    ERROR_429 = "error_429"
    ERROR_429_LOW_CREDIT = "error_429_low_credit"
    ERROR_429_QUOTA = "error_429_quota"
    ERROR_500 = "error_500"
    ERROR_502 = "error_502"
    ERROR_503 = "error_503"
    ERROR_504 = "error_504"
    HTML = "html"
    JSON_ARRAY = "json_array"
    # How a prediction ends.
    FAIL_CONTENT = "fail_content"
    FAIL_INTERRUPTED = "fail_interrupted"
    FAIL_MODEL = "fail_model"
    ABORTED = "aborted"
    STUCK = "stuck"
    # What is wrong with the file that was made.
    WRONG_DURATION = "wrong_duration"
    WRONG_SIZE = "wrong_size"
    WRONG_FPS = "wrong_fps"
    SILENT = "silent"
    CORRUPT = "corrupt"
    # What goes wrong while a good file is delivered.
    TRUNCATED = "truncated"
    SHORT = "short"
    EXPIRED = "expired"
    REDIRECT = "redirect"
    # Webhooks.
    LOST = "lost"
    DOUBLED = "doubled"
    LATE = "late"
    FORGED = "forged"
    STALE = "stale"
    OUT_OF_ORDER = "out_of_order"
    EARLY = "early"
    # What a language model answers.
    REFUSAL = "refusal"
    LENGTH = "length"
    CONTENT_FILTER = "content_filter"
    BROKEN_JSON = "broken_json"
    FENCED_JSON = "fenced_json"
    RULE_BREAKING = "rule_breaking"
    SCRIPTED = "scripted"

    @property
    def places(self) -> frozenset[On]:
        """Where it can happen."""
        return _PLACES[self]

    @property
    def usual_place(self) -> On:
        """Where it happens unless a rule says otherwise."""
        return next(on for on in _BY_HABIT if on in self.places)


F = LabFault
_BY_HABIT = (On.CREATE, On.DOWNLOAD, On.WEBHOOK, On.CHAT)
_CALLS = frozenset(On) - {On.WEBHOOK}
_DIRECT = frozenset({On.CHAT, On.RESPONSES, On.MODERATION, On.IMAGES, On.SPEECH, On.MUSIC, On.TRANSCRIPTION})
_DEEDS = _DIRECT | {On.CREATE, On.CANCEL, On.UPLOAD}
_TEXTS = frozenset({On.CHAT, On.RESPONSES})

OUTCOMES = frozenset({F.FAIL_CONTENT, F.FAIL_INTERRUPTED, F.FAIL_MODEL, F.ABORTED, F.STUCK})
SPOILS = frozenset({F.WRONG_DURATION, F.WRONG_SIZE, F.WRONG_FPS, F.SILENT, F.CORRUPT})
DELIVERIES = frozenset({F.TRUNCATED, F.SHORT, F.EXPIRED, F.REDIRECT})
LOST_ANSWERS = frozenset({F.ACCEPT_THEN_DROP, F.ACCEPT_THEN_HANG, F.ACCEPT_THEN_500})
ANSWERS = frozenset({F.REFUSAL, F.LENGTH, F.CONTENT_FILTER, F.BROKEN_JSON, F.FENCED_JSON, F.RULE_BREAKING, F.SCRIPTED})
LETTERS = frozenset({F.LOST, F.DOUBLED, F.LATE, F.FORGED, F.STALE, F.OUT_OF_ORDER})

_PLACES: dict[LabFault, frozenset[On]] = {
    **dict.fromkeys(LabFault, _CALLS),
    **dict.fromkeys(LOST_ANSWERS, _DEEDS),
    **dict.fromkeys(OUTCOMES | SPOILS | {F.EARLY}, frozenset({On.CREATE})),
    **dict.fromkeys(DELIVERIES, frozenset({On.DOWNLOAD})),
    **dict.fromkeys(LETTERS, frozenset({On.WEBHOOK})),
    **dict.fromkeys(ANSWERS, _TEXTS),
    F.ERROR_429_QUOTA: _DIRECT,
    F.CONTENT_FILTER: _DIRECT - {On.MODERATION},
}
