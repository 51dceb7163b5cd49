"""Which addresses may be called, and how what is sent is signed. Plain values."""

import hashlib
import hmac
import json
from collections.abc import Collection
from typing import Any
from urllib.parse import urlsplit

from tongban.foundation.callbacks.contracts import LONGEST_ADDRESS

PORTS = {"http": 80, "https": 443}


def fault_of(address: str, *, hosts: Collection[str]) -> str:
    """Why this address may not be called; empty when it may. `hosts` are names, with a port where it is not the usual one."""
    try:
        parts = urlsplit(address)
        name, port = parts.hostname or "", parts.port
    except ValueError:
        return "地址不正确，例如：https://oa.linjiang.example/tongban。"
    odd = parts.username or parts.password or parts.fragment or len(address) > LONGEST_ADDRESS or not address.isascii()
    if parts.scheme not in PORTS or not name or odd or any(c.isspace() for c in address):
        return "地址不正确，例如：https://oa.linjiang.example/tongban。"
    shown = name if port in (None, PORTS[parts.scheme]) else f"{name}:{port}"
    if shown not in {host.lower() for host in hosts}:
        return f"{shown} 不在允许回调的主机之内，请系统管理员在 TONGBAN_CALLBACK_HOSTS 中加上。"
    return ""


def packed(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def signature(secret: str, *, seconds: int, body: bytes) -> str:
    """What the receiver compares: HMAC-SHA256 over time and body, so that an old notice cannot be sent again as a new one."""
    return "sha256=" + hmac.new(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()
