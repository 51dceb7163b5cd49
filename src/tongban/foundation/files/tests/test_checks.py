"""Files are known by their content; names are cleaned; bombs are refused before anything is unpacked."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.foundation.files.contracts import MB, FileInvalid, FileRefused, Purpose
from tongban.foundation.files.rules import checks
from tongban.foundation.files.rules.types import TYPES, type_of
from tongban.foundation.files.testing import DOCX, EXE, PDF, PNG, bomb, package

ANY = Purpose("附件", frozenset(TYPES) - {"exe", "elf", "script", "html", "svg", "xml", "unknown"}, 50 * MB)
ONLY_PDF = Purpose("版式文件", frozenset({"pdf"}), 50 * MB)


def found_in(content: bytes):
    return type_of(content[:4096], members=checks.members_of(io.BytesIO(content), size=len(content)))


@pytest.mark.parametrize(
    ("key", "content"),
    [
        ("pdf", PDF), ("pdf", b"\x00\x00junk before\n" + PDF), ("png", PNG), ("jpeg", b"\xff\xd8\xff\xe0" + bytes(20)),
        ("docx", DOCX), ("xlsx", package("[Content_Types].xml", "xl/workbook.xml")),
        ("ofd", package("OFD.xml", "Doc_0/Document.xml")), ("zip", package("a.txt")), ("exe", EXE),
        ("ole", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(40)), ("text", "关于防汛工作的通知".encode()),
        ("text", "关于防汛工作的通知".encode("gb18030")), ("text", "通知".encode("utf-16")),
        ("text", ("字" * 2000).encode()[:4096]), ("html", b"  <!DOCTYPE html><p>"), ("svg", b"<?xml version='1.0'?><svg/>"),
        ("xml", b"<?xml version='1.0'?><!DOCTYPE lolz [<!ENTITY a 'b'>]><a/>"), ("unknown", bytes(range(256))),
        ("mp4", b"\x00\x00\x00\x18ftypmp42"), ("wav", b"RIFF\x00\x00\x00\x00WAVE"), ("script", b"#!/bin/sh\nrm x"),
    ],
)  # fmt: skip
def test_content_is_recognised_whatever_it_is_called(key, content):
    assert found_in(content).key == key


def test_a_renamed_program_is_refused_and_said_so():
    with pytest.raises(FileRefused, match="这个文件不是 PDF（内容是 exe）"):
        checks.check_type(found_in(EXE), name="通知.pdf", purpose=ANY)


@pytest.mark.parametrize(
    ("content", "name", "purpose"),
    [
        (DOCX, "通知.pdf", ANY),
        (PNG, "图.png", ONLY_PDF),
        (PDF, "无后缀", ANY),
        (PDF, "通知.docx", ANY),
        (b"x", "a.bat", ANY),
    ],
    ids=["Word as PDF", "not asked for", "no suffix", "PDF as Word", "unknown suffix"],
)
def test_a_file_that_is_not_what_it_says_is_sent_back(content, name, purpose):
    with pytest.raises(FileInvalid) as refused:
        checks.check_type(found_in(content), name=name, purpose=purpose)
    assert set(refused.value.fields) == {"file"}


def test_a_file_that_is_what_it_says_is_taken():
    checks.check_type(found_in(PDF), name="通知.PDF", purpose=ONLY_PDF)
    checks.check_type(found_in(DOCX), name="通知.docx", purpose=ANY)


def test_a_document_that_unpacks_to_a_gigabyte_is_refused():
    with pytest.raises(FileRefused) as refused:
        found_in(bomb(100_000_000))
    assert refused.value.code == "files.bomb"


def test_a_package_of_countless_members_is_refused():
    with pytest.raises(FileRefused):
        found_in(package(*(f"{i}.txt" for i in range(10_001))))


@given(st.integers(0, len(DOCX) - 1))
def test_a_package_cut_anywhere_is_a_clear_error_or_no_package(length):
    assert _outcome(DOCX[:length]) not in {"docx", "zip"}


def _outcome(content: bytes) -> str:
    try:
        return found_in(content).key
    except FileInvalid as refused:
        return refused.code


@pytest.mark.parametrize(
    ("given_name", "cleaned"),
    [
        ("C:\\文件\\通知.pdf", "通知.pdf"), ("../../etc/passwd", "passwd"), ("通知\u202efdp.exe", "通知fdp.exe"),
        ("a\x00b\r\n.pdf", "ab.pdf"), (".pdf", "未命名.pdf"), ("", "未命名"), ('a"b<c>.pdf', "a_b_c_.pdf"),
    ],
)  # fmt: skip
def test_names_lose_what_could_do_harm(given_name, cleaned):
    assert checks.clean_name(given_name) == cleaned


@given(st.text(max_size=300))
def test_a_cleaned_name_is_short_and_stays_clean(name):
    cleaned = checks.clean_name(name)
    assert 1 <= len(cleaned) <= checks.LONGEST_NAME
    assert "/" not in cleaned
    assert "\\" not in cleaned


@pytest.mark.parametrize("size", [0, 3 * MB + 1])
def test_empty_and_too_large_files_are_sent_back(size):
    with pytest.raises(FileInvalid):
        checks.check_size(size, at_most=3 * MB)
