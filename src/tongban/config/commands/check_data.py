"""`tongban check-data`: faults that no constraint of the database can refuse. Exit codes: 0 sound, 1 faults found."""

import argparse
import sys
from collections.abc import Iterator, Sequence

from tongban.foundation.access import api as access
from tongban.foundation.files import api as files
from tongban.foundation.references import api as references


def main(argv: Sequence[str]) -> int:
    argparse.ArgumentParser(prog="tongban check-data", description="检查数据").parse_args(argv)
    count = 0
    for fault in faults():
        count += 1
        sys.stdout.write(fault + "\n")
    sys.stdout.write(f"发现 {count} 处问题。\n" if count else "数据完好。\n")
    return 1 if count else 0


def faults() -> Iterator[str]:
    """One sentence each, as they are found."""
    for one in references.dangling():
        yield f"引用落空：{one.table} 指向 {one.reference}，那里什么也没有"
    for other in access.astray():
        yield f"可见范围不符：{other.reference}，缺少 {_listed(other.missing)}，多余 {_listed(other.extra)}"
    for digest in files.missing_content():
        yield f"文件内容缺失：{digest}"


def _listed(keys: Sequence[str]) -> str:
    return "、".join(keys) or "无"
