"""Secret documents do not enter (F-OD-53): they go by paper, and nothing typed is kept.

The system finds marks of secrecy that a writer would put on a document. It cannot know that unmarked text is secret.
"""

import re

from tongban.kernel.errors import Refused

LEVELS = ("绝密", "机密", "秘密")
OFFERED = ("", "内部")  # the only levels the draft form offers

# A mark of GB/T 9704 is the level alone or with a period: 秘密★1年, 机　密, 绝密★长期. The mere word in a sentence is no mark.
_LEVEL = r"(?:绝\s*密|机\s*密|秘\s*密)"
_TERM = r"(?:\d+\s*(?:年|个月)|长期)"
_MARK = re.compile(rf"{_LEVEL}\s*(?:[★☆]|[*＊]\s*{_TERM})")
_LINE = re.compile(
    rf"^[\s#*|【\[（(]*(?:密\s*级[^\n:：]{{0,8}}[:：]\s*)?{_LEVEL}\s*{_TERM}?[\s*|】\]）)]*$", re.MULTILINE
)

MESSAGE = "本系统不能处理涉密文件。请走纸质涉密渠道，联系机要室。输入的内容没有保存。"


def marked_secret(*texts: str) -> bool:
    """Whether one of the texts carries a mark of secrecy: with the star, or alone on its line."""
    return any(_MARK.search(text) or _LINE.search(text) for text in texts)


def refuse_secret(level: str, *texts: str) -> None:
    """Raise Refused when a secret level is named or a text is marked. The text itself goes nowhere."""
    if level not in OFFERED or marked_secret(*texts):
        raise Refused(MESSAGE, code="documents.secret")
