"""`make where` finds a thing by its Chinese word, by its English word and by its operation."""

import pytest

from tools.where import answer

OPERATION = '''
@operation(may="documents.number", on="document")
def assign_number(*, document, actor, at):
    """Give the document number, once."""

def _helper(): ...
'''


@pytest.fixture
def project(tmp_path):
    app = tmp_path / "src/tongban/business/documents"
    (app / "tests").mkdir(parents=True)
    (app / "operations.py").write_text(OPERATION, encoding="utf-8")
    (app / "tests" / "test_x.py").write_text("def test_document_number(): ...", encoding="utf-8")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/glossary.md").write_text(
        "| 文号 | document number | 发文字号 |\n| 印章 | seal | |\n", encoding="utf-8"
    )
    (tmp_path / "docs/map.md").write_text("| 文号在哪里编 | `operations.py` |\n", encoding="utf-8")
    return tmp_path


def test_a_chinese_word_leads_to_glossary_map_and_operation(project):
    lines = answer("文号", root=project)
    assert [line.split()[0] for line in lines] == ["glossary", "map", "operation"]
    assert "documents.assign_number  src/tongban/business/documents/operations.py:3" in lines[-1]


def test_an_operation_is_found_by_its_name(project):
    assert len(answer("assign_number", root=project)) == 1


def test_tests_are_no_answer(project):
    assert answer("test_document_number", root=project) == []


def test_what_is_nowhere_gives_nothing(project):
    assert answer("督查", root=project) == []


def test_words_of_a_screen_are_found_where_nothing_is_called_so(project):
    (project / "src/tongban/business/documents/draft.html").write_text("<h1>收文登记</h1>", encoding="utf-8")
    assert answer("收文登记", root=project) == [
        "text       src/tongban/business/documents/draft.html  <h1>收文登记</h1>"
    ]


def test_a_file_that_is_not_python_is_left_out_aloud(project, capsys):
    (project / "src/tongban/business/documents/web.py").write_text("def (", encoding="utf-8")
    assert answer("assign_number", root=project)
    assert "web.py:1" in capsys.readouterr().err
