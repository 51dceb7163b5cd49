"""A bucket for the tests: enough of the S3 protocol, on a real socket, to be spoken to by the real client."""

import threading
import time
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

LISTING = """<?xml version="1.0"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
<Name>test</Name><IsTruncated>false</IsTruncated>{rows}</ListBucketResult>"""
ROW = '<Contents><Key>{key}</Key><LastModified>2020-01-01T00:00:00.000Z</LastModified><ETag>"e"</ETag><Size>{size}</Size></Contents>'


class Bucket(ThreadingHTTPServer):
    """Objects by key, in memory. `down` makes it answer 503 to everything."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.objects: dict[str, bytes] = {}
        self.down = False
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Bucket

    def do_PUT(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        chunked = "aws-chunked" in self.headers.get("Content-Encoding", "")
        self.server.objects[self.key] = unchunked(content) if chunked else content
        self.answer(200)

    def do_GET(self) -> None:
        if not self.key:
            rows = "".join(ROW.format(key=k, size=len(v)) for k, v in self.server.objects.items())
            return self.answer(200, LISTING.format(rows=rows).encode())
        return self.answer(200 if self.key in self.server.objects else 404, self.server.objects.get(self.key, b""))

    do_HEAD = do_GET  # noqa: N815

    def do_DELETE(self) -> None:
        self.server.objects.pop(self.key, None)
        self.answer(204)

    @property
    def key(self) -> str:
        return urlsplit(self.path).path.strip("/").partition("/")[2]

    def answer(self, status: int, body: bytes = b"") -> None:
        status, body = (503, b"") if self.server.down else (status, body)
        self.send_response(status)
        for name, value in (
            ("Content-Length", len(body)),
            ("ETag", '"e"'),
            ("Last-Modified", formatdate(time.time(), usegmt=True)),
        ):
            self.send_header(name, str(value))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Quiet."""


def unchunked(content: bytes) -> bytes:
    """The content of a body in the encoding aws-chunked: sizes in hexadecimal, a trailer at the end."""
    out = b""
    while True:
        line, _, content = content.partition(b"\r\n")
        size = int(line.partition(b";")[0], 16)
        if not size:
            return out
        out, content = out + content[:size], content[size + 2 :]
