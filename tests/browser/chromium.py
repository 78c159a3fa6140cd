"""Chromium as the tests use it: Debian's, without a window, quiet towards the network."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import BrowserContext, async_playwright

INSTALL = "Chromium is missing: `make setup` installs it as root, else `apt-get install chromium`"
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
)


def find_chromium() -> str | None:
    """The browser's program, if there is one."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


@asynccontextmanager
async def browser(program: str, profile: Path) -> AsyncIterator[BrowserContext]:
    """A running browser with a user data folder of its own."""
    async with async_playwright() as playwright:
        context = await playwright.chromium.launch_persistent_context(
            profile, executable_path=program, headless=True, args=list(_FLAGS)
        )
        yield context
        await context.close()
