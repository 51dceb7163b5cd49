"""What is left of a document after 涉密清除: who, when and which number; no word of it."""

ERASED = "（已清除）"
TEXTS = (
    "main_recipients",
    "cc",
    "keywords",
    "note",
    "phone",
    "void_reason",
)  # of an outgoing document, beside the title
EXPLAINED = "有的备份不在这张单子上：磁盘快照、数据库导出等其他方式做的备份，本系统不知道，请自行查找。"


def label_of(kind: str, number: str, pk: int) -> str:
    """How a document is named without its words."""
    word = {"document": "发文", "incoming": "收文"}[kind]
    return number or f"{word}（未编号，登记序号 {pk}）"
