"""`tongban restore FROM`: an archive of `tongban backup` into an empty home folder and an empty database."""

import argparse
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path

from tongban.config import beside
from tongban.config.backup import archive
from tongban.config.commands.run import command
from tongban.config.starting import start_django


def main(argv: Sequence[str]) -> int:
    """Exit codes: 0 restored and found sound, 1 not restored, 2 restored but with faults, which are named."""
    parser = argparse.ArgumentParser(prog="tongban restore", description="恢复备份")
    parser.add_argument("source", type=Path, metavar="备份文件")
    source = parser.parse_args(argv).source
    try:
        manifest = restore(source)
    except archive.NotRestorable as error:
        sys.stderr.write(f"没有恢复：{error}\n")
        return 1
    sys.stdout.write(f"已恢复 {manifest.made_at} 的备份。正在核对……\n")
    return 2 if check() else 0


def restore(source: Path) -> archive.Manifest:
    archive.refuse_unless_empty()
    with archive.unpacked(source) as (manifest, rows):
        start_django()  # not before the keys lie in their place: settings would make new ones
        import_module("tongban.config.backup.restoring").restore(manifest, rows)
        restore_public(rows.with_name(archive.PUBLIC))
    record(source, manifest)
    return manifest


def restore_public(packed: Path) -> None:
    """The public zone that stood beside the office, by a process of its own."""
    if not packed.exists():
        return
    if not beside.stands():
        sys.stdout.write(f"备份中还有公众区的数据（{archive.PUBLIC}）：请用 tar 取出，在公众区的主机上恢复。\n")
    elif command("restore", str(packed), **beside.public()).wait() == 1:
        raise archive.NotRestorable("公众区没有恢复，原因见上。")


def record(source: Path, manifest: archive.Manifest) -> None:
    """The restored trail says itself that what follows happened after a restore; what the other zone may lack goes once more."""
    audit, exchange = import_module("tongban.foundation.audit.api"), import_module("tongban.engines.exchange.api")
    who, at = import_module("tongban.kernel.actor").system_actor("系统运维"), import_module("tongban.kernel.now").now()
    audit.record_restore(file=source.name, made_at=manifest.made_at, operator=archive.operator(), actor=who, at=at)
    exchange.send_again(since=datetime.fromisoformat(manifest.made_at) - timedelta(days=1), actor=who, at=at)


def check() -> int:
    """The audit chain and the data, as the commands of these names check them; 0 when both are sound."""
    commands = {"audit": ["verify"], "check_data": []}
    return max(import_module(f"tongban.config.commands.{name}").main(words) for name, words in commands.items())
