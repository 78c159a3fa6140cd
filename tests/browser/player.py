"""A video element in a page, driven and read by the tests."""

from dataclasses import dataclass

from playwright.async_api import Page

from tests.browser.frames import READ_NUMBER

_OPEN = """
(url) => new Promise((resolve, reject) => {
  const video = document.querySelector("video");
  video.onerror = () => reject(new Error(video.error.message));
  video.onloadeddata = () => resolve(video.duration);
  video.src = url;
})
"""
_SEEK = """
async (time) => {
  const video = document.querySelector("video");
  // On a busy machine the seek can be over before its picture is painted; if it is the same one, nothing is painted.
  const painted = new Promise((resolve) => video.requestVideoFrameCallback(resolve));
  const over = new Promise((resolve) => { video.onseeked = resolve; });
  video.currentTime = time;
  await over;
  await Promise.race([painted, new Promise((resolve) => setTimeout(resolve, 2000))]);
}
"""
_PLAY = """
(rate) => new Promise((resolve, reject) => {
  const video = document.querySelector("video");
  video.onerror = () => reject(new Error(video.error.message));
  const before = video.getVideoPlaybackQuality();
  video.onended = () => {
    const after = video.getVideoPlaybackQuality();
    resolve({
      ended_s: video.currentTime,
      shown: after.totalVideoFrames - before.totalVideoFrames,
      dropped: after.droppedVideoFrames - before.droppedVideoFrames,
      corrupted: after.corruptedVideoFrames - before.corruptedVideoFrames,
    });
  };
  video.playbackRate = rate;
  video.play().catch(reject);
})
"""
_FEED = """
async ({ tracks, last }) => {
  const video = document.querySelector("video");
  if (!window.media) {
    window.media = new MediaSource();
    const opened = new Promise((resolve) => { window.media.onsourceopen = resolve; });
    video.src = URL.createObjectURL(window.media);
    await opened;
    window.buffers = tracks.map(({ kind }) => window.media.addSourceBuffer(kind));
  }
  for (const [number, { files }] of tracks.entries()) {
    for (const file of files) {
      const data = await (await fetch(file)).arrayBuffer();
      const buffer = window.buffers[number];
      await new Promise((resolve, reject) => {
        buffer.onupdateend = resolve;
        buffer.onerror = () => reject(new Error(`${file} was refused`));
        buffer.appendBuffer(data);
      });
    }
  }
  if (last) window.media.endOfStream();
  return Array.from({ length: video.buffered.length }, (_, n) => [video.buffered.start(n), video.buffered.end(n)]);
}
"""


@dataclass(frozen=True)
class Played:
    """What a player says after it has played to the end."""

    ended_s: float
    shown: int
    dropped: int
    corrupted: int


class Player:
    """The page's one video element; times are in seconds."""

    def __init__(self, page: Page) -> None:
        self._page = page

    async def open(self, url: str) -> float:
        """Load ``url`` up to its first picture; returns the duration."""
        await self._page.goto(url[: url.index("/", len("http://"))])
        return float(await self._page.evaluate(_OPEN, url))

    async def frame_at(self, time_s: float) -> int:
        """Seek, and read the number in the picture that is shown then."""
        await self._page.evaluate(_SEEK, time_s)
        return await self.number()

    async def number(self) -> int:
        """The number in the picture that is shown."""
        return int(await self._page.evaluate(READ_NUMBER))

    async def play(self, rate: float) -> Played:
        """Play from here to the end."""
        return Played(**await self._page.evaluate(_PLAY, rate))

    async def feed(self, tracks: dict[str, list[str]], *, last: bool = False) -> list[list[float]]:
        """Give files to the element by hand, by media type; returns the ranges of time that it can play then."""
        listed = [{"kind": kind, "files": files} for kind, files in tracks.items()]
        return list(await self._page.evaluate(_FEED, {"tracks": listed, "last": last}))
