"""What an operator must put right before the program can do its work: one line on the terminal, never a traceback."""

import errno
import os


class Mistake(Exception):
    """`str()` is the line: where it is (a setting, a file), what is wrong, what to do. Never a secret."""


EXIT_CODE = 78  # EX_CONFIG of sysexits.h

_WHAT = {
    errno.ENOSPC: "磁盘已满，请腾出空间",
    errno.EDQUOT: "用户的磁盘配额已用完，请腾出空间",
    errno.EROFS: "文件系统是只读的，请换一个可写的位置",
    errno.EACCES: "没有权限，请用安装时的用户运行，或改正文件夹的属主",
    errno.EPERM: "没有权限，请用安装时的用户运行，或改正文件夹的属主",
    errno.ENOENT: "不存在，请检查路径",
    errno.ENOTDIR: "路径中有一段不是文件夹，请检查路径",
    errno.EEXIST: "同名的文件占了位置，请检查路径",
}


_OF_DATABASE = ("OperationalError", "DiskFull")  # by name: single-file commands do without Django


def of_failure(error: Exception) -> Mistake | None:
    """The one line for a disk that is full or may not be written to, wherever a command met it; None for a defect."""
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS):
        return of_path("TONGBAN_HOME", error.filename or "磁盘", error)
    said = str(error).lower()
    if type(error).__name__ in _OF_DATABASE and any(
        word in said for word in ("disk is full", "no space left", "readonly")
    ):
        return Mistake(f"DATABASE_URL：数据库写不进去（{said.partition(chr(10))[0]}）。请腾出磁盘空间，并检查权限。")
    return None


def of_path(name: str, path: object, error: OSError) -> Mistake:
    """For a file or folder that `name` (a setting or a plain word) leads to."""
    what = _WHAT.get(error.errno or 0) or os.strerror(error.errno or 0)
    return Mistake(f"{name}：{path} 用不了：{what}。")
