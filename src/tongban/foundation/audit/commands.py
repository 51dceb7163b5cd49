"""tongban audit verify | seal | checkpoint. Exit codes: 0 sound or done, 1 a fault was found, 2 wrong use, 3 the key is gone."""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from tongban.foundation.audit import sealing
from tongban.foundation.audit.checkpoints import make_checkpoint
from tongban.foundation.audit.contracts import KeyMissing, Verdict
from tongban.foundation.audit.verifying import verify

SOUND, FAULT, KEY_GONE = 0, 1, 3


def main(argv: Sequence[str], *, at: datetime) -> int:
    """The command; `at` is the time that a checkpoint bears."""
    options = _parser().parse_args(argv)
    try:
        if options.what == "verify":
            return _verify(options)
        return _seal() if options.what == "seal" else _checkpoint(options, at)
    except KeyMissing as error:
        _say(error.message)
        return KEY_GONE


def render(verdict: Verdict) -> str:
    """The verdict in two lines of Chinese."""
    end = "审计链完整。" if verdict.fault is None else f"发现问题：{verdict.fault.text}。"
    counts = f"已校验 {verdict.checked} 条，待封存 {verdict.unsealed} 条，检查点 {verdict.checkpoints} 个。"
    return f"{end}\n{counts}"


def _verify(options: argparse.Namespace) -> int:
    show = None if options.json or not sys.stderr.isatty() else _show_progress
    verdict = verify(checkpoints=options.folder, progress=show)
    _say(json.dumps(asdict(verdict), ensure_ascii=False) if options.json else render(verdict))
    return SOUND if verdict.sound else FAULT


def _seal() -> int:
    _say(f"已封存 {sealing.seal()} 条。")
    return SOUND


def _checkpoint(options: argparse.Namespace, at: datetime) -> int:
    path = make_checkpoint(at=at, into=options.folder)
    _say(f"检查点：{path}" if path else "还没有审计记录，不需要检查点。")
    return SOUND


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tongban audit", description="审计链：校验、封存、导出检查点")
    parser.add_argument("what", choices=["verify", "seal", "checkpoint"])
    parser.add_argument("--folder", type=Path, help="检查点所在的文件夹")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出校验结果")
    return parser


def _show_progress(done: int, total: int) -> None:
    sys.stderr.write(f"\r已校验 {done} / {total} 条")
    sys.stderr.flush()


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
