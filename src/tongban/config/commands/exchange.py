"""`tongban exchange resend [--days N]`: after the other zone was restored from a backup, everything that it may lack goes once more."""

import argparse
import sys
from collections.abc import Sequence
from datetime import timedelta

from tongban.engines.exchange import api as exchange
from tongban.kernel.actor import system_actor
from tongban.kernel.now import now


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="tongban exchange", description="区间交换")
    parser.add_argument("what", choices=["resend"])
    parser.add_argument("--days", type=int, default=14, help="重发最近几天送出的数据，默认 14 天；对方已有的不会重复")
    options = parser.parse_args(argv)
    at = now()
    count = exchange.send_again(since=at - timedelta(days=options.days), actor=system_actor("系统运维"), at=at)
    sys.stdout.write(f"{count} 件已重新排队，由办公区的后台任务送出。\n")
    return 0
