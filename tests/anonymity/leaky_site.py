"""A consultation site that leaks the way real ones have: the marker test must catch every one of its leaks."""

import base64
import gzip
import hashlib
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from sqlite3 import connect
from urllib.parse import parse_qs

# What it writes of a visit, and which kind of mark each leak gives away.
LEAKS = {
    "access log with address and agent": {"address", "user agent", "query", "referrer"},
    "md5 of the e-mail, as one known system stores": {"e-mail"},
    "sha256 of the address, as another does": {"address"},
    "the network that a limit counts by, kept on disk": {"network"},
    "language kept beside the answer": {"language"},
    "base64 of the cookie": {"cookie"},
    "the national id in UTF-16": {"national id"},
    "the answer in a crash dump, compressed": {"text"},
}


def serve(root: Path, port: int) -> None:
    """Serve one form that keeps far too much, below `root`."""
    database = connect(root / "answers.sqlite", check_same_thread=False, isolation_level=None)
    database.execute("CREATE TABLE answer (id INTEGER PRIMARY KEY, who TEXT, mail TEXT, language TEXT, cookie TEXT)")
    lock = threading.Lock()

    class Leaky(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            posted = self.rfile.read(int(self.headers["Content-Length"]))
            said = parse_qs(posted.decode())["text"][0]
            given = {name: self.headers.get(name, "") for name in ("X-Forwarded-For", "User-Agent", "Referer")}
            mail, identity = self.headers.get("X-Mail", ""), self.headers.get("X-Id", "")
            with lock:
                with (root / "access.log").open("a") as log:
                    log.write(f"{given} {self.path}\n")
                database.execute(
                    "INSERT INTO answer (who, mail, language, cookie) VALUES (?, ?, ?, ?)",
                    (
                        hashlib.sha256(given["X-Forwarded-For"].encode()).hexdigest(),
                        hashlib.md5(mail.encode()).hexdigest(),  # noqa: S324 -- the leak itself
                        self.headers.get("Accept-Language", ""),
                        base64.b64encode(b"session=" + self.headers.get("Cookie", "").encode()).decode(),
                    ),
                )
                network = f"{given['X-Forwarded-For'].rpartition('.')[0]}.0/24"
                (root / "limits").write_text(hashlib.md5(network.encode()).hexdigest())  # noqa: S324 -- the leak itself
                (root / "identity.bin").write_bytes(identity.encode("utf-16-le"))
                (root / "crash.gz").write_bytes(gzip.compress(said.encode()))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    ThreadingHTTPServer(("127.0.0.1", port), Leaky).serve_forever()


if __name__ == "__main__":
    serve(Path(sys.argv[1]), int(sys.argv[2]))
