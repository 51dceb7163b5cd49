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


def of_path(name: str, path: object, error: OSError) -> Mistake:
    """For a file or folder that `name` (a setting or a plain word) leads to."""
    what = _WHAT.get(error.errno or 0) or os.strerror(error.errno or 0)
    return Mistake(f"{name}：{path} 用不了：{what}。")
