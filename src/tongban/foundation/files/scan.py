"""The virus scanner: ClamAV's INSTREAM over TCP or a local socket, where one is configured. It fails closed."""

import socket
from typing import IO

from django.conf import settings

from tongban.foundation.files.contracts import FileRefused, ScanUnavailable

CHUNK = 128 * 1024
TIMEOUT = 60.0  # seconds for each answer of the scanner


def scan(content: IO[bytes]) -> None:
    """Return when the content is clean or no scanner is configured.

    Raises FileRefused for a finding, ScanUnavailable when the scanner does not answer or answers something else.
    """
    if not settings.CLAMAV_SOCKET:
        return
    try:
        answer = _ask(settings.CLAMAV_SOCKET, content)
    except OSError as error:
        raise ScanUnavailable("病毒扫描服务没有响应，文件没有保存。请稍后再试，或联系系统管理员。") from error
    if answer.endswith("FOUND"):
        raise FileRefused("这个文件没有通过病毒扫描，已拒绝接收。", code="files.virus")
    if not answer.endswith("OK"):
        raise ScanUnavailable("病毒扫描没有完成，文件没有保存。请稍后再试，或联系系统管理员。")


def _ask(address: str, content: IO[bytes]) -> str:
    with _connect(address) as line:
        line.sendall(b"zINSTREAM\0")
        content.seek(0)
        while chunk := content.read(CHUNK):
            line.sendall(len(chunk).to_bytes(4, "big") + chunk)
        line.sendall(bytes(4))
        answer = b""
        while not answer.endswith(b"\0") and (part := line.recv(4096)):
            answer += part
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _connect(address: str) -> socket.socket:
    host, colon, port = address.rpartition(":")
    if colon and port.isdigit():
        return socket.create_connection((host, int(port)), timeout=TIMEOUT)
    line = socket.socket(socket.AF_UNIX)
    line.settimeout(TIMEOUT)
    line.connect(address)
    return line
