"""Which tests may run beside each other when pytest has several workers (``-n``), and what runs first."""

from pathlib import PurePath

import pytest

_WHOLE = "studio"
_SERVERS = "servers"
_MODELS = "models"
_ORDER = (_SERVERS, _MODELS, _WHOLE)
"""The long groups begin early, so that single files fill up the end. Whole studios come when the servers have theirs:
a studio tells its parts their ports before it opens the last of them."""

_GROUP_OF = {"e2e": _WHOLE, "chaos": _WHOLE, "cli/stack": _WHOLE, "previz/server": _MODELS}
_TESTS = PurePath(__file__).parent


def group_of(folder: str, fixtures: set[str]) -> str | None:
    """Who shares this test's servers: tests of one group run one after the other in one worker; ``None`` is its file.

    >>> group_of("cli/stack", set()), group_of("store", {"database", "servers"}), group_of("film", set())
    ('studio', 'servers', None)
    """
    named = next((group for start, group in _GROUP_OF.items() if f"{folder}/".startswith(f"{start}/")), None)
    if named is None and "stack" in fixtures:
        return _WHOLE
    return _SERVERS if named is None and "servers" in fixtures else named


def arrange(items: list[pytest.Item]) -> None:
    """Mark every test with its group, and put the long groups first."""
    places: dict[str, int] = {}
    for item in items:
        folder = item.path.parent.relative_to(_TESTS).as_posix()
        group = group_of(folder, set(getattr(item, "fixturenames", ()))) or item.path.relative_to(_TESTS).as_posix()
        item.add_marker(pytest.mark.xdist_group(group))
        places[item.nodeid] = _ORDER.index(group) if group in _ORDER else len(_ORDER)
    items.sort(key=lambda item: places[item.nodeid])
