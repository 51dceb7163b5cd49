"""A table in a Word file as the beginning of a form: labels become fields, a head over empty rows becomes a table.

Only a beginning: kinds are guessed from the words of the labels, and the administrator goes over all of it in the designer.
"""

import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

import docx
from pypinyin import Style, lazy_pinyin

from tongban.engines.forms.rules.faults import NAME, RESERVED
from tongban.kernel.errors import Invalid
from tongban.lib.gongwen.docx_guard import guard
from tongban.lib.gongwen.errors import DocxRefused

MOST_FIELDS, LONGEST_LABEL = 300, 30
_KINDS = (
    (r"身份证", "id_number", "string"), (r"信用代码", "credit_code", "string"), (r"电话|手机|联系方式", "phone", "string"),
    (r"日期|时间|年月|年 *月|时限", "date", "string"), (r"金额|费用|经费|单价|合计|预算|[（(]元[)）]", "money", "integer"),
    (r"人数|天数|数量|份数|次数|年龄", "integer", "integer"), (r"签[名字章]", "signature", "string"),
    (r"意见|事由|原因|说明|备注|内容|情况|简历", "textarea", "string"),
)  # fmt: skip


def definition_from_word(content: bytes, *, code: str, name: str) -> dict[str, Any]:
    """The definition of a form like the tables of this .docx. Raises Invalid at `file` for what is none, or holds no table."""
    try:
        guard(content)
        word = docx.Document(io.BytesIO(content))
    except DocxRefused as refused:
        raise Invalid({"file": str(refused)}, code="forms.word") from refused
    except (KeyError, ValueError) as error:
        raise Invalid({"file": "这个 Word 文件打不开，请另存为 .docx 后再导入。"}, code="forms.word") from error
    made = _Made()
    for table in word.tables:
        made.read([_cells(row) for row in table.rows])
    if not made.fields:
        raise Invalid({"file": "文件里没有可以当作表单的表格：一格写名称，旁边一格空着。"}, code="forms.word")
    title = next((p.text.strip() for p in word.paragraphs if p.text.strip()), "")
    return {
        "code": code, "name": name or title[:120],
        "schema": {"type": "object", "required": [], "properties": made.properties},
        "layout": {"sections": [{"title": "", "fields": made.fields}]},
    }  # fmt: skip


class _Made:
    """Fields as they are found."""

    def __init__(self) -> None:
        self.properties: dict[str, Any] = {}
        self.fields: list[dict[str, Any]] = []

    def read(self, rows: Sequence[Sequence[str]]) -> None:
        at = 0
        while at < len(rows) and len(self.fields) < MOST_FIELDS:
            below = _empty_rows(rows, at)
            if below and len(rows[at]) > 1 and all(rows[at]):
                self._table(rows[at])
                at += below
            else:
                for label in _labels(rows[at]):
                    self._place(label)
            at += 1

    def _place(self, label: str) -> None:
        schema, row = _field(label, self.properties)
        self.properties[row["name"]] = schema
        self.fields.append(row)

    def _table(self, head: Sequence[str]) -> None:
        columns: dict[str, Any] = {}
        rows = []
        for label in head[:20]:
            schema, row = _field(label, columns, within=True)
            columns[row["name"]] = schema
            rows.append(row)
        name = _name("、".join(head[:2]) + "明细", self.properties)
        items = {"type": "object", "required": [], "properties": columns}
        self.properties[name] = {"type": "array", "title": "明细", "items": items}
        self.fields.append({"name": name, "as": "table", "columns": rows})


def _cells(row: Any) -> list[str]:
    """The texts of a row; a cell that spans several columns once."""
    found, last = [], None
    for cell in row.cells:
        if cell._tc is not last:
            found.append(re.sub(r"\s+", "", cell.text))
        last = cell._tc
    return found


def _empty_rows(rows: Sequence[Sequence[str]], at: int) -> int:
    count = 0
    while at + count + 1 < len(rows) and not any(rows[at + count + 1]) and len(rows[at + count + 1]) == len(rows[at]):
        count += 1
    return count


def _labels(row: Sequence[str]) -> Iterator[str]:
    """A text before an empty cell, or alone in its row with a colon."""
    for text, after in zip(row, [*row[1:], None], strict=True):
        if text and len(text) <= LONGEST_LABEL and (after == "" or text.endswith(("：", ":"))):
            yield text.rstrip("：:*＊")


def _field(label: str, taken: Any, *, within: bool = False) -> tuple[dict[str, Any], dict[str, Any]]:
    kind, of = next(((k, t) for words, k, t in _KINDS if re.search(words, label)), ("text", "string"))
    if within and kind == "signature":
        kind = "text"
    schema = {"type": of, "title": label}
    return schema, {"name": _name(label, taken), "as": kind, **({"width": "half"} if kind != "textarea" else {})}


def _name(label: str, taken: Any) -> str:
    """The first letters of the reading: 请假种类 → qjzl, qjzl_2."""
    letters = "".join(lazy_pinyin(label, style=Style.FIRST_LETTER, errors="ignore")).lower()
    base = "".join(re.findall(r"[a-z0-9]", letters))[:30]
    base = base if NAME.fullmatch(base) and base not in RESERVED else "field"
    return next(n for n in (base, *(f"{base}_{no}" for no in range(2, 999))) if n not in taken)
