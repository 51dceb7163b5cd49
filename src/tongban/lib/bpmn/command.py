"""`tongban process check FILE` and `tongban process play FILE [--process ID]`."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tongban.lib.bpmn.checks import check
from tongban.lib.bpmn.compiled import compile_model
from tongban.lib.bpmn.errors import BpmnError, ModelRefused
from tongban.lib.bpmn.findings import ERROR, Finding, error
from tongban.lib.bpmn.play import Player
from tongban.lib.bpmn.reading import parse


def main(argv: Sequence[str]) -> int:
    """Run a subcommand; `argv` is what follows `tongban process`. Exit codes: 0 good, 1 not publishable or not playable."""
    parser = argparse.ArgumentParser(prog="tongban process", description="检查或试走一个 BPMN 流程文件")
    commands = parser.add_subparsers(dest="command", required=True)
    checking = commands.add_parser("check", help="检查流程能否发布，输出 JSON 列表")
    checking.add_argument("file", type=Path)
    playing = commands.add_parser("play", help="从标准输入逐行读取命令，试走流程")
    playing.add_argument("file", type=Path)
    playing.add_argument("--process", default="", help="流程标识，默认为文件中的第一个可执行流程")
    options = parser.parse_args(argv)
    try:
        data = options.file.read_bytes()
    except OSError as wrong:
        sys.stderr.write(f"读不到文件 {options.file}：{wrong.strerror}\n")
        return 1
    return _check(data) if options.command == "check" else _play(data, options.process)


def _check(data: bytes) -> int:
    findings = findings_of(data)
    _print([finding.to_json() for finding in findings])
    return 1 if any(finding.severity == ERROR for finding in findings) else 0


def findings_of(data: bytes) -> list[Finding]:
    """Findings for a file, one that cannot be read included."""
    try:
        return check(parse(data))
    except ModelRefused as refused:
        return [error(refused.element, refused.code, refused.message)]


def _play(data: bytes, process: str) -> int:
    try:
        player = Player(compile_model(parse(data)), process)
    except BpmnError as refused:
        _print({"error": refused.message, "code": refused.code, "element": refused.element})
        return 1
    _print(player.picture())
    for line in getattr(sys.stdin, "buffer", sys.stdin):
        if line.strip():
            _print(_answer(player, line))
    return 0


def _answer(player: Player, line: bytes | str) -> dict[str, Any]:
    try:
        command = json.loads(line, parse_constant=_no_number)
        _print_form(command)
    except (ValueError, RecursionError):
        return {"error": "不是有效的 JSON", "code": "json"}
    return player.do(command)


def _no_number(name: str) -> None:
    """NaN and Infinity are no JSON."""
    raise ValueError(name)


def _print_form(value: Any) -> str:
    """The value as one line. Raises ValueError (UnicodeEncodeError is one) for text that is no Unicode."""
    text = json.dumps(value, ensure_ascii=False)
    text.encode()
    return text


def _print(value: Any) -> None:
    sys.stdout.write(_print_form(value) + "\n")
    sys.stdout.flush()
