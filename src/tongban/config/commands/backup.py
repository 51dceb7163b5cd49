"""`tongban backup TO`: database, files and keys in one archive, while people go on working. It leaves an audit entry.

The public zone that stands beside the office makes its own, by a process of its own, and that goes into the same archive.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from tongban.config import beside
from tongban.config.backup.archive import PUBLIC, operator
from tongban.config.backup.making import make
from tongban.config.commands.run import command
from tongban.foundation.audit import api as audit
from tongban.kernel.actor import system_actor
from tongban.kernel.now import now


def main(argv: Sequence[str]) -> int:
    """Exit codes: 0 made, 1 not made."""
    parser = argparse.ArgumentParser(prog="tongban backup", description="备份数据库、文件和密钥")
    parser.add_argument("to", type=Path, metavar="目标文件", help="例如 tongban-20260301.tar.gz")
    target = parser.parse_args(argv).to
    try:
        with public_archive(target) as public:
            make(target, at=now(), public=public)
    except OSError as error:
        sys.stderr.write(f"没有备份：{error}\n")
        return 1
    audit.record_backup(
        file=target.name, size=target.stat().st_size, operator=operator(), actor=system_actor("系统运维"), at=now()
    )
    sys.stdout.write(f"备份完成：{target}（{target.stat().st_size / 1e6:.1f} MB）。内含密钥，请另处妥善保管。\n")
    if settings.S3_BUCKET:
        sys.stdout.write(f"对象存储桶 {settings.S3_BUCKET} 里的文件不在其中，请由对象存储自己备份。\n")
    if settings.EXCHANGE_ADDRESS:
        sys.stdout.write(f"公众区（{settings.EXCHANGE_ADDRESS}）不在其中，请在它的主机上另做备份。\n")
    return 0


@contextmanager
def public_archive(target: Path) -> Iterator[Path | None]:
    """The archive of the public zone, for as long as it takes; None where none stands beside this office."""
    if not (beside.stands() and beside.is_there()) or target.exists():
        yield None
        return
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".tongban-") as scratch:
        made = Path(scratch, PUBLIC)
        if command("backup", str(made), **beside.public()).wait():
            raise OSError("公众区没有备份成功，原因见上。")
        yield made
