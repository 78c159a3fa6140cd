"""A small HTTP server for folders of media: byte ranges as players ask for them, files that appear while it runs."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

_TYPES = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".m3u8": "application/vnd.apple.mpegurl",
    ".mp4": "video/mp4",
    ".m4s": "video/iso.segment",
    ".jpg": "image/jpeg",
    ".vtt": "text/vtt",
}
_PAGE = b"<!doctype html><title>Playback</title><video muted playsinline></video>"


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a server of everything in ``folder``; ``/`` is a page with a video element and no source."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            name = self.path.partition("?")[0].lstrip("/")
            path = (folder / name).resolve()
            if not name:
                self._answer(HTTPStatus.OK, _PAGE, "text/html")
            elif not path.is_relative_to(folder.resolve()) or not path.is_file():
                self._answer(HTTPStatus.NOT_FOUND, b"", "text/plain")
            else:
                self._file(path)

        def _file(self, path: Path) -> None:
            data, kind = path.read_bytes(), _TYPES[path.suffix]
            asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
            if asked is None:
                self._answer(HTTPStatus.OK, data, kind)
                return
            first, last = int(asked[1]), min(int(asked[2] or len(data)), len(data) - 1)
            where = f"bytes {first}-{last}/{len(data)}"
            self._answer(HTTPStatus.PARTIAL_CONTENT, data[first : last + 1], kind, {"Content-Range": where})

        def _answer(self, status: HTTPStatus, data: bytes, kind: str, extra: dict[str, str] | None = None) -> None:
            self.send_response(status)
            headers = {"Content-Type": kind, "Content-Length": str(len(data)), "Accept-Ranges": "bytes"}
            for name, value in {**headers, "Cache-Control": "no-store", **(extra or {})}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

        def handle(self) -> None:
            # A player drops connections that it needs no more.
            try:
                super().handle()
            except ConnectionError:
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
