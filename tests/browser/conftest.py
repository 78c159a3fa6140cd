"""One Chromium for all tests here; they are skipped where it can't be had."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, Page

from tests.browser.chromium import INSTALL, browser, find_chromium


@pytest_asyncio.fixture(scope="session")
async def chromium(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[BrowserContext]:
    program = find_chromium()
    if program is None:
        pytest.skip(INSTALL)
    async with browser(program, tmp_path_factory.mktemp("chromium")) as context:
        yield context


@pytest_asyncio.fixture
async def page(chromium: BrowserContext) -> AsyncIterator[Page]:
    opened = await chromium.new_page()
    # Without a graphics card every pixel of the page is drawn by the processor, sixty times a second.
    await opened.set_viewport_size({"width": 400, "height": 240})
    yield opened
    await opened.close()
