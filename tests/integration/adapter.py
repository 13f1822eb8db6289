"""An adapter before something that answers by itself: takes signed POSTs, beside the test."""

import json
import threading
import time
from base64 import b64encode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

from standardwebhooks.webhooks import Webhook

KEY: Final = "whsec_" + b64encode(bytes(range(32))).decode()


class Adapter:
    """Keeps what it was told, and when; a POST that the standard's library does not verify is refused."""

    def __init__(self) -> None:
        self.told: list[tuple[float, dict[str, Any]]] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._make_handler())
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/crisis"

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(10)

    def _make_handler(self) -> type[BaseHTTPRequestHandler]:
        told = self.told

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                payload = Webhook(KEY).verify(body, dict(self.headers.items()))
                assert payload == json.loads(body)
                told.append((time.monotonic(), payload["data"]))
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Print nothing."""

        return Handler
