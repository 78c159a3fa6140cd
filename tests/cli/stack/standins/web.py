"""A small HTTP server in the place of previz and the API: `/healthz` and `/readyz` say yes. Arguments: --port N."""

import argparse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Yes(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.path in {"/healthz", "/readyz"} else 404)
        self.end_headers()


parser = argparse.ArgumentParser()
parser.add_argument("--port", type=int, required=True)
ThreadingHTTPServer(("127.0.0.1", parser.parse_args().port), Yes).serve_forever()
