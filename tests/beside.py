"""Which tests may run beside each other when pytest has several workers (``-n``), and what runs first.

Tests on the same servers stay in one worker, so that these start once and never at the same moment as another studio,
which would fight them for ports: a studio tells its parts their ports before it opens the last of them.
"""

from collections.abc import Sequence

import pytest
from xdist.scheduler import LoadScopeScheduling

_STUDIO, _SERVERS, _MODELS = "studio", "servers", "models"
_FOLDERS = {
    "tests/e2e/": _STUDIO,
    "tests/chaos/": _STUDIO,
    "tests/cli/stack/": _STUDIO,
    "tests/api/test_conversations.py": _STUDIO,
    "tests/api/test_finishing.py": _STUDIO,
    "tests/api/test_plans.py": _STUDIO,
    "tests/api/test_studio.py": _STUDIO,
    "tests/activities/": _SERVERS,
    "tests/api/": _SERVERS,
    "tests/store/": _SERVERS,
    "tests/previz/server/": _MODELS,
}
_FIXTURES = {"stack": _STUDIO, "servers": _SERVERS}
_FIRST = (_SERVERS, _MODELS, _STUDIO, "tests/workflows/", "tests/previz/sound/")
"""What takes longest begins early, so that short files fill up the end."""


class Beside(LoadScopeScheduling):
    """Gives the tests of a group to one worker, of others a file at a time, in the order of ``arrange``."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)


def group_of(nodeid: str) -> str:
    """The servers that a test shares with others, or its file.

    >>> group_of("tests/api/test_studio.py::test_a"), group_of("tests/store/test_b.py::test_c[0]")
    ('studio', 'servers')
    >>> group_of("tests/film/test_d.py::test_e")
    'tests/film/test_d.py'
    """
    file = nodeid.partition("::")[0]
    return next((group for start, group in _FOLDERS.items() if file.startswith(start)), file)


def arrange(items: list[pytest.Item]) -> None:
    """Put the long groups first. Raises ``pytest.UsageError`` for a test on servers that its group does not have."""
    for item in items:
        _check(item.nodeid, getattr(item, "fixturenames", ()))
    items.sort(key=lambda item: _place(group_of(item.nodeid)))


def _place(group: str) -> int:
    return next((place for place, start in enumerate(_FIRST) if group.startswith(start)), len(_FIRST))


def _check(nodeid: str, fixtures: Sequence[str]) -> None:
    wanted = next((group for fixture, group in _FIXTURES.items() if fixture in fixtures), None)
    # A studio's tests may use the smaller servers too: those start beside anything.
    if wanted and group_of(nodeid) not in (wanted, _STUDIO):
        raise pytest.UsageError(f"{nodeid} uses the {wanted}: say so in {__file__}")
