"""`tongban COMMAND …`: the one program. Each command is a module of tongban.config.commands with main(argv) -> int.

Exit codes: a command's own; 64 for a command that does not exist; 78 for a wrong setting or place, which is named.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module

from tongban.config import leader
from tongban.config.mistakes import EXIT_CODE, Mistake, of_failure
from tongban.config.starting import Needs, start

USAGE = 64  # as sysexits.h has it


@dataclass(frozen=True, slots=True)
class Command:
    about: str
    module: str
    needs: Needs = Needs.NOTHING


COMMANDS = {
    "run": Command("准备好一切并启动：网页服务和后台任务（Ctrl-C 停止）", "run", Needs.SETTINGS),
    "prepare": Command("建好数据库和静态文件；库是空的就装入演示数据", "prepare", Needs.DATABASE),
    "web": Command("只启动网页服务", "web", Needs.SETTINGS),
    "worker": Command("只启动后台任务", "worker", Needs.APPS),
    "migrate": Command("升级数据库结构，写入内置角色和流程", "migrate", Needs.DATABASE),
    "first-admin": Command("在新安装中建立第一个单位和管理员", "first_admin", Needs.TABLES),
    "demo": Command("装入演示数据", "demo", Needs.TABLES),
    "backup": Command("备份数据库、文件和密钥：tongban backup 目标文件", "backup", Needs.TABLES),
    "restore": Command("从备份恢复到空的安装：tongban restore 备份文件", "restore"),
    "audit": Command("审计链：verify 校验、seal 封存、checkpoint 导出检查点", "audit", Needs.TABLES),
    "jobs": Command("后台任务：list 列出失败的、retry 重试", "jobs", Needs.TABLES),
    "exchange": Command("区间交换：resend 对方从备份恢复后重发", "exchange", Needs.TABLES),
    "check-data": Command("检查数据：指向不存在事物的引用、缺失的文件内容", "check_data", Needs.TABLES),
    "reindex": Command("重建搜索索引", "reindex", Needs.TABLES),
    "verify": Command("查验文件上的电子签章", "verify"),
    "seal": Command("seal make | sign：制作样章（软件密钥），给 OFD 或 PDF 盖章", "seal"),
    "typeset": Command("把 Markdown 或 .docx 排成公文 PDF 或 OFD", "typeset"),
    "gongwen": Command("gongwen check：检查公文格式和行文规则", "gongwen"),
    "ofd": Command("ofd info | text | render：查看 OFD 文件", "ofd"),
    "process": Command("process check | play：检查或试走 BPMN 流程文件", "process"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command that `argv` (default: the program's arguments) names, and return its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    if not words or words[0] in {"-h", "--help", "help"}:
        sys.stdout.write(overview())
        return 0
    command = COMMANDS.get(words[0])
    if command is None:
        sys.stderr.write(f"没有“{words[0]}”这个命令。\n\n{overview()}")
        return USAGE
    leader.follow()
    try:
        start(command.needs)
        return int(import_module(f"tongban.config.commands.{command.module}").main(words[1:]))
    except Exception as error:
        mistake = error if isinstance(error, Mistake) else of_failure(error)
        if mistake is None:
            raise
        sys.stderr.write(f"{mistake}\n")
        return EXIT_CODE


def overview() -> str:
    lines = [f"  {name:12}{command.about}" for name, command in COMMANDS.items()]
    return "用法：tongban 命令 …（tongban 命令 --help 看该命令的用法）\n\n" + "\n".join(lines) + "\n"


if __name__ == "__main__":
    raise SystemExit(main())
