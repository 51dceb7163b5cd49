"""Tables of units, people and roles as files: read from .xlsx and .csv, written as .xlsx. Plain: knows no rows of the database."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import openpyxl
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from tongban.foundation.organization.contracts import Duty
from tongban.kernel.errors import Invalid
from tongban.kernel.text import visible

UNITS = (
    "单位全称",
    "上级单位",
    "简称",
    "类型",
    "部门大类",
    "单位编码",
    "统一社会信用代码",
    "机关代字",
    "排列顺序",
    "实际工资单位",
)
PEOPLE = (
    "姓名", "单位", "科室", "岗位", "级别", "职责", "性别", "出生日期", "职级", "手机", "办公电话", "电子邮箱", "排列顺序", "领导排序",
    "用户名",
)  # fmt: skip
DUTY_COLUMNS = {
    Duty.RECEIVER: "公文收发", Duty.REGISTRAR: "机要", Duty.VETTER: "核稿", Duty.SEAL_KEEPER: "公章管理", Duty.DOCUMENT_MANAGER: "公文管理",
    Duty.WINDOW: "窗口",
}  # fmt: skip
ROLES = ("单位", "科室", "姓名", "用户名", "岗位", *DUTY_COLUMNS.values())
SHEETS: Mapping[str, Sequence[str]] = {"单位": UNITS, "人员": PEOPLE, "角色": ROLES}
NEEDED = {"单位": ("单位全称", "上级单位"), "人员": ("姓名", "单位", "岗位"), "角色": ("用户名", "岗位")}
MOST_ROWS, MOST_BYTES, MOST_UNPACKED = 100_000, 20 * 2**20, 400 * 2**20


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table, with its number in the file."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(slots=True)
class Tables:
    """The tables that a file holds, by the names of SHEETS."""

    rows: dict[str, list[Row]] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return sum(len(rows) for rows in self.rows.values())


def read(content: bytes, name: str) -> Tables:
    """The tables of a file. Invalid, with what to do, for anything that is none of ours."""
    if len(content) > MOST_BYTES:
        raise Invalid({"file": f"文件太大，最多 {MOST_BYTES >> 20} MB，请分几次导入。"})
    tables = Tables()
    for title, lines in _csv(content) if name.lower().endswith(".csv") else _xlsx(content):
        _take(tables, title, lines)
    if not tables.count:
        raise Invalid({"file": "没有读到内容。请用下载的模板，第一行是栏目名称，从第二行起填写。"})
    return tables


def write(rows: Mapping[str, Iterable[Sequence[Any]]]) -> bytes:
    """A workbook with these tables, ready to be filled in, printed and read again."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, lines in rows.items():
        sheet = book.create_sheet(title)
        sheet.append(list(SHEETS[title]))
        for line in lines:
            sheet.append([_harmless(cell) for cell in line])
        _dress(sheet, title)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _take(tables: Tables, title: str, lines: Iterator[Sequence[Any]]) -> None:
    heads = [_text(cell) for cell in next(lines, ())]
    kind = title if title in SHEETS else _kind_of(heads)
    if kind is None:
        return
    if missing := [head for head in NEEDED[kind] if head not in heads]:
        raise Invalid({"file": f"“{kind}”表缺少栏目：{'、'.join(missing)}。请用下载的模板，不要改第一行。"})
    if unknown := [head for head in heads if head and head not in SHEETS[kind]]:
        raise Invalid({"file": f"“{kind}”表有不认识的栏目：{'、'.join(unknown[:5])}。请用下载的模板，不要改第一行。"})
    rows = tables.rows.setdefault(kind, [])
    for number, line in enumerate(lines, start=2):
        cells = {head: text for head, cell in zip(heads, line, strict=False) if head and (text := _text(cell))}
        if cells:
            rows.append(Row(number, cells))
        if len(rows) > MOST_ROWS:
            raise Invalid({"file": f"“{kind}”表超过 {MOST_ROWS} 行，请分几次导入。"})


def _kind_of(heads: Sequence[str]) -> str | None:
    return next((kind for kind, needed in NEEDED.items() if set(needed) <= set(heads)), None)


def _xlsx(content: bytes) -> Iterator[tuple[str, Iterator[Sequence[Any]]]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                raise Invalid({"file": "文件展开后太大，请分几次导入。"})
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except Invalid:
        raise
    except Exception as error:  # whatever a broken package makes the reader raise
        raise Invalid({"file": "这不是 .xlsx 表格，或文件已损坏。请另存为 .xlsx 或 .csv 再上传。"}) from error
    for sheet in book.worksheets:
        yield sheet.title, sheet.iter_rows(values_only=True)


def _csv(content: bytes) -> Iterator[tuple[str, Iterator[Sequence[Any]]]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        yield "", iter(csv.reader(io.StringIO(text)))
        return
    raise Invalid({"file": "文字编码不对，请存为 UTF-8 的 .csv 再上传。"})


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime | date):
        return f"{cell:%Y-%m-%d}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return visible(str(cell)).strip()


def _harmless(cell: Any) -> Any:
    """A text that a spreadsheet would take for a formula is marked as text."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in "=+-@" and cell[1:] else cell


def _dress(sheet: Any, title: str) -> None:
    """The head stands out and stays in sight; columns are wide enough; it prints on landscape A4 with the head on each page."""
    line = Side(style="thin", color="999999")
    for number, head in enumerate(SHEETS[title], start=1):
        cell = sheet.cell(row=1, column=number)
        cell.font, cell.alignment = Font(bold=True), Alignment(horizontal="center")
        cell.fill = PatternFill("solid", fgColor="E8EDF3" if head not in NEEDED[title] else "FCE8E6")
        cell.border = Border(bottom=line)
        sheet.column_dimensions[get_column_letter(number)].width = max(10, 2 * len(head) + 6)
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True
    sheet.oddHeader.center.text = "公文流转角色添加记录表" if title == "角色" else title
