"""Full disks, killed processes, a scanner that finds something or is gone: nothing half stored, a clear answer."""

import io
import os
import signal
import socket
import subprocess
import sys
import threading

import pytest

from tongban.foundation.files.contracts import FileRefused, ScanUnavailable, StoreUnavailable
from tongban.foundation.files.stores import store
from tongban.foundation.files.testing import PDF, received


def test_a_full_disk_is_a_clear_error_and_leaves_nothing(small_disk, folder):
    with pytest.raises(StoreUnavailable, match="存储空间不足"):
        received(PDF + bytes(200_000))
    assert [place for place in folder.rglob("*") if place.is_file()] == []


SLOW_UPLOAD = """
import sys, django
django.setup()
from tongban.foundation.files.api import receive
from tongban.foundation.options.testing import untouched
untouched()
class Slow:
    def read(self, size):
        line = sys.stdin.buffer.readline()
        print("taken", flush=True)
        return line
receive(source=Slow(), name="a.pdf", purpose="attachment")
"""


def test_a_killed_upload_leaves_nothing_in_the_store(folder):
    settings = {"DJANGO_SETTINGS_MODULE": "tongban.config.settings", "TONGBAN_BLOBS": str(folder)}
    environment = {**os.environ, **settings, "PYTHONPATH": os.pathsep.join(sys.path)}
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW_UPLOAD], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    process.stdin.write(PDF + b"\n")
    process.stdin.flush()
    assert process.stdout.readline() == b"taken\n"
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert [place.parent.name for place in folder.rglob("*") if place.is_file()] == ["incoming"]


def test_content_is_synced_before_it_has_its_name(folder, monkeypatch):
    steps = []
    monkeypatch.setattr(os, "fsync", lambda handle, was=os.fsync: (steps.append("sync"), was(handle)))
    monkeypatch.setattr(os, "replace", lambda a, b, was=os.replace: (steps.append("name"), was(a, b)))
    received()
    assert steps[0] == "sync"
    assert steps[-2:] == ["name", "sync"]


class Scanner(threading.Thread):
    """Speaks ClamAV's INSTREAM on a real socket: says FOUND when the content holds the word EICAR."""

    def __init__(self, family: int, address) -> None:
        super().__init__(daemon=True)
        self.listener = socket.socket(family)
        self.listener.bind(address)
        self.listener.listen()
        self.start()

    def run(self) -> None:
        line, _ = self.listener.accept()
        with line, line.makefile("rb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            content = b""
            while length := int.from_bytes(stream.read(4), "big"):
                content += stream.read(length)
            line.sendall(b"stream: Eicar-Test-Signature FOUND\0" if b"EICAR" in content else b"stream: OK\0")


@pytest.fixture(params=["tcp", "unix"])
def scanner(request, settings, tmp_path):
    if request.param == "tcp":
        running = Scanner(socket.AF_INET, ("127.0.0.1", 0))
        settings.CLAMAV_SOCKET = f"127.0.0.1:{running.listener.getsockname()[1]}"
    else:
        settings.CLAMAV_SOCKET = str(tmp_path / "clamd.sock")
        running = Scanner(socket.AF_UNIX, settings.CLAMAV_SOCKET)
    yield running
    running.listener.close()


def test_a_clean_file_passes_the_scanner(scanner):
    assert store().has(received(PDF + bytes(300_000)).digest)


@pytest.mark.feature("F-SC-09")
def test_a_virus_is_refused_and_not_stored(scanner, folder):
    with pytest.raises(FileRefused) as refused:
        received(PDF + b"EICAR")
    assert refused.value.code == "files.virus"
    assert [place for place in folder.rglob("*") if place.is_file()] == []


@pytest.mark.parametrize("address", ["127.0.0.1:1", "/nowhere/clamd.sock"])
def test_without_its_scanner_the_installation_takes_no_files(settings, address):
    settings.CLAMAV_SOCKET = address
    with pytest.raises(ScanUnavailable):
        received()


def test_the_scanner_reads_from_the_start(scanner):
    from tongban.foundation.files.scan import scan

    content = io.BytesIO(b"EICAR" + bytes(10))
    content.seek(9)
    with pytest.raises(FileRefused):
        scan(content)
