"""Moods as a user meets them: drawn and saved by one command, picked from by another."""

from pathlib import Path

import pytest

from cli.exits import Exit
from cli.stack import Stack
from tests.e2e.command import reelwright

pytestmark = pytest.mark.stack


async def test_moods_are_drawn_saved_and_picked_from(stack: Stack, tmp_path: Path) -> None:
    home = stack.home.root
    asked = ["A silver robot waits for a train", "--moods", "2", "--aspect", "16:9"]
    made = await reelwright("moods", *asked, "--out", "looks", "--json", home=home, cwd=tmp_path)
    assert made.code == Exit.OK, made.err
    board = made.json
    names = [f"{mood['mood_id']}-{mood['name'].lower().replace(' ', '-')}-1.png" for mood in board["moods"]]
    assert sorted(path.name for path in (tmp_path / "looks").iterdir()) == names
    pictures = [(tmp_path / "looks" / name).read_bytes() for name in names]
    assert all(picture.startswith(b"\x89PNG") for picture in pictures) and len(set(pictures)) == 2
    assert f"reelwright pick {board['board_id']} m1" in made.err

    picked = await reelwright("pick", board["board_id"], "m2", home=home, cwd=tmp_path)
    assert picked.code == Exit.OK and "→" in picked.out and f"--mood {board['board_id']}" in picked.out
    wrong = await reelwright("pick", board["board_id"], "m7", home=home, cwd=tmp_path)
    assert wrong.code == Exit.BAD_INPUT and "there is m1 (" in wrong.err
