"""Where the web process listens: asked for before anything is started, so that the answer is one line."""

import argparse
import errno
import http.client
import socket

from tongban.config import env
from tongban.config.mistakes import Mistake


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """--bind and --port, with what the environment says as defaults."""
    parser.add_argument("--bind", default=env.text("TONGBAN_BIND", "127.0.0.1"), help="监听的地址，默认只对本机")
    parser.add_argument("--port", type=whole(1, 65535), default=env.port("PORT", 8000), help="端口，默认 8000")


class whole:  # noqa: N801  a type of argparse is written in lower case
    """An argument that is a whole number from `least` to `most`."""

    def __init__(self, least: int, most: int) -> None:
        self.least, self.most = least, most

    def __call__(self, text: str) -> int:
        if not (text.isascii() and text.isdigit() and self.least <= int(text) <= self.most):
            raise argparse.ArgumentTypeError(f"应是 {self.least} 到 {self.most} 的整数，不能是“{text}”")
        return int(text)


def require_free(bind: str, port: int) -> None:
    """Raises Mistake where a server could not listen there now."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(bind, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise Mistake(_why(bind, port, error)) from error


def _why(bind: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"PORT：端口 {port} 已被别的程序占用。换一个，例如 PORT={port + 1 if port < 65535 else 8000}。"
    if error.errno in {errno.EACCES, errno.EPERM}:
        return f"PORT：没有权限监听端口 {port}。请用 1024 以上的端口，前面放反向代理。"
    return f"TONGBAN_BIND：本机没有地址 {bind}。请写本机的地址：127.0.0.1 只对本机，0.0.0.0 对所有网卡。"


def answers(bind: str, port: int) -> bool:
    """Whether something listens there."""
    try:
        socket.create_connection((bind, port), timeout=1).close()
    except OSError:
        return False
    return True


def serves(bind: str, port: int, *, within: float = 10.0) -> bool:
    """Whether a page comes from there, whatever it says: the server listens long before its application is loaded."""
    line = http.client.HTTPConnection(bind, port, timeout=within)
    try:
        line.request("GET", "/healthz", headers={"Host": "localhost"})
        line.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()
    return True
