"""The generated pages list what the code has."""

from tools import docs
from tools.code_index import Definition


def test_only_operations_stand_in_the_table():
    found = [
        Definition("documents.assign_number", "src/x.py", 3, "Give the number.", is_operation=True),
        Definition("documents.Kind", "src/y.py", 9, "A kind.", is_operation=False),
    ]
    page = docs.operations(found)
    assert "| `documents.assign_number` | Give the number. | `src/x.py` |" in page
    assert "Kind" not in page


def test_an_app_is_listed_with_the_first_sentence_of_its_page(tmp_path):
    app = tmp_path / "src/tongban/office/drive"
    app.mkdir(parents=True)
    (app / "README.md").write_text("# Drive\n\nFiles of a unit.\n", encoding="utf-8")
    assert "- [office/drive](../../src/tongban/office/drive/README.md): Files of a unit." in docs.apps(tmp_path)
