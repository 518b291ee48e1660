"""A site that thanks before it has stored: the kill test must catch it."""

import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

EAGER = 5  # how many answers it keeps in memory before it writes them


def serve(stored: Path, port: int) -> None:
    """Thank for every text that is posted; append them to a file, five at a time."""
    kept: list[str] = []
    lock = threading.Lock()

    class Naive(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()

        def do_POST(self) -> None:
            with lock:
                kept.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
                if len(kept) >= EAGER:
                    with stored.open("a") as file:
                        file.writelines(f"{text}\n" for text in kept)
                    kept.clear()
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    ThreadingHTTPServer(("127.0.0.1", port), Naive).serve_forever()


if __name__ == "__main__":
    serve(Path(sys.argv[1]), int(sys.argv[2]))
