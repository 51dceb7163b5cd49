"""`tongban verify`: one word for people, one shape for programs, one number for scripts."""

import json
from datetime import UTC, datetime

import pytest
import typst

from tongban.lib.gm.ca import Subject, Validity, issue, make_crl
from tongban.lib.gm.cms import Identity
from tongban.lib.gm.keys import generate
from tongban.lib.gm.path import Anchors
from tongban.lib.gm.pdf import Seal, sign_pdf
from tongban.lib.gm.report import Check, Place, Report, Result, SignatureReport, summed_up
from tongban.lib.gm.testing import SAMPLE_VALIDITY, sample_authority, sample_seal_picture, sample_signer
from tongban.lib.gm.verify import exit_code, main, render_text, report

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ROOT = sample_authority()
KEY, CERTIFICATE = sample_signer("样例县人民政府")
PLAIN = typst.compile(b"A text", format="pdf")
SEALED = sign_pdf(
    PLAIN, identity=Identity(KEY, CERTIFICATE), at=AT, seal=Seal(sample_seal_picture(), Place(1, 20, 30, 42, 42))
)


@pytest.fixture
def run(tmp_path, capsys):
    (tmp_path / "root.pem").write_bytes(ROOT.certificate.pem)

    def run(data, *options, trusted=True):
        (tmp_path / "无后缀").write_bytes(data)
        trust = ["--trust", str(tmp_path / "root.pem")] if trusted else []
        code = main([str(tmp_path / "无后缀"), *trust, "--at", "2026-03-03", *map(str, options)])
        return code, capsys.readouterr()

    return run


def test_a_sealed_file_gives_0(run):
    code, out = run(SEALED)
    assert code == 0
    assert "结论：有效" in out.out
    assert "样例县人民政府（样章）" in out.out
    assert "第 1 页，距左边 20 mm、上边 30 mm，42 × 42 mm" in out.out


def test_a_changed_file_gives_1(run):
    assert run(SEALED + b" ")[0] == 1


def test_a_sound_file_of_an_unknown_or_expired_signer_gives_2(run):
    assert run(SEALED, trusted=False)[0] == 2
    assert run(SEALED, "--at", "2050-01-01")[0] == 2


def test_a_revoked_signer_gives_1(run, tmp_path):
    crl = make_crl(
        authority=ROOT,
        revoked={CERTIFICATE.serial: datetime(2026, 3, 1, tzinfo=UTC)},
        at=datetime(2026, 3, 2, tzinfo=UTC),
        next_update=datetime(2027, 1, 1, tzinfo=UTC),
    )
    (tmp_path / "crl").write_bytes(crl)
    assert run(SEALED, "--crl", tmp_path / "crl")[0] == 1


def test_an_unsigned_or_unreadable_file_gives_3(run, tmp_path):
    assert run(PLAIN)[0] == 3
    assert run(b"plain text")[0] == 3
    assert main([str(tmp_path / "absent")]) == 3
    assert main([str(tmp_path)]) == 3


def test_a_wrong_command_gives_64(run, tmp_path):
    (tmp_path / "not.pem").write_text("nothing")
    assert run(SEALED, "--trust", tmp_path / "not.pem")[0] == 64
    for options in ([], [str(tmp_path), "--at", "昨天"]):
        with pytest.raises(SystemExit) as caught:
            main(options)
        assert caught.value.code == 64


def test_programs_read_json_of_a_fixed_shape(run):
    code, out = run(SEALED, "--json", trusted=False)
    found = json.loads(out.out)
    assert list(found) == ["result", "signatures", "warnings"]
    (signature,) = found["signatures"]
    assert list(signature) == ["id", "form", "signer", "checks"]
    assert {tuple(check) for check in signature["checks"]} == {("name", "ok")}
    assert (code, found["result"], {"name": "chain", "ok": None} in signature["checks"]) == (2, "undetermined", True)


def test_what_was_not_looked_at_is_said():
    found = report(SEALED, anchors=Anchors((ROOT.certificate,)), at=AT)
    assert any("未查证书是否被吊销" in warning for warning in found.warnings)
    assert any("没有可信时间戳" in warning for warning in found.warnings)


def test_a_name_in_the_file_cannot_write_to_the_terminal():
    key = generate()
    subject = Subject(common_name="\x1b[2J\x07清屏", organization="某")
    certificate = issue(authority=ROOT, subject=subject, public_key=key.public, validity=SAMPLE_VALIDITY)
    data = sign_pdf(PLAIN, identity=Identity(key, certificate), at=AT)
    text = render_text(report(data, anchors=Anchors(), at=AT))
    assert "清屏" in text
    assert "\x1b" not in text


def signature(*answers):
    return SignatureReport("s001", "", "", tuple(Check("x", ok, "", about) for about, ok in answers))


@pytest.mark.parametrize(
    ("answers", "result", "code"),
    [
        ([("integrity", True), ("validity", True)], Result.VALID, 0),
        ([("integrity", True), ("validity", None)], Result.UNDETERMINED, 2),
        ([("integrity", False), ("validity", None)], Result.INVALID, 1),
        ([("integrity", True), ("validity", False)], Result.INVALID, 1),
    ],
)
def test_the_worst_answer_decides(answers, result, code):
    good = signature(("integrity", True), ("validity", True))
    found = summed_up((good, signature(*answers)), ())
    assert (found.result, exit_code(found)) == (result, code)


def test_no_signature_at_all_is_unsigned():
    assert summed_up((), ()) == Report(Result.UNSIGNED)


def test_a_signer_outside_his_certificates_time_stays_undecided(monkeypatch):
    early = Validity(datetime(2020, 1, 1, tzinfo=UTC), datetime(2021, 1, 1, tzinfo=UTC))
    key, certificate = sample_signer("样例局", validity=early)
    monkeypatch.setattr("tongban.lib.gm.pdf.signing._check_identity", lambda identity, at: None)
    data = sign_pdf(PLAIN, identity=Identity(key, certificate), at=AT)
    found = report(data, anchors=Anchors((ROOT.certificate,)), at=AT)
    assert found.result == Result.UNDETERMINED
    assert {c.name for c in found.signatures[0].checks if c.ok is None} == {"signing_time", "current_time"}
