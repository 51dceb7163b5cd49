"""`tongban restore FROM`: an archive of `tongban backup` into an empty home folder and an empty database."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from tongban.config.backup import archive
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
    record(source, manifest)
    return manifest


def record(source: Path, manifest: archive.Manifest) -> None:
    """The restored trail says itself that what follows happened after a restore."""
    audit, actor = import_module("tongban.foundation.audit.api"), import_module("tongban.kernel.actor")
    audit.record_restore(
        file=source.name, made_at=manifest.made_at, operator=archive.operator(), actor=actor.system_actor("系统运维"),
        at=import_module("tongban.kernel.now").now(),
    )  # fmt: skip


def check() -> int:
    """The audit chain and the data, as the commands of these names check them; 0 when both are sound."""
    commands = {"audit": ["verify"], "check_data": []}
    return max(import_module(f"tongban.config.commands.{name}").main(words) for name, words in commands.items())
