"""Each real sample gives what its row in the samples' README says."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tongban.lib.edoc.cryptography import NationalCryptography
from tongban.lib.edoc.verify import main, report
from tongban.lib.edoc.verifying import verify_ofd
from tongban.lib.gm.path import Anchors
from tongban.lib.gm.report import Report, Result
from tongban.lib.ofd.signatures.seals import parse_seal
from tongban.lib.ofd.testing import sample

AT = datetime(2021, 6, 1, tzinfo=UTC)
SOUND = {
    "invoice-5p-sealV4-attachment": ["GB/T 38540 v4"],
    "invoice-5p-sealV4-eslfile": ["GB/T 38540 v4"],
    "licence-two-gbt35275": ["GB/T 35275 (OFD)"] * 2,
    "riding-seal-5p-sealV4": ["GB/T 38540 v4"],
    "ofdrw-sealV4-helloworld": ["GB/T 38540 v4"],
    "made-by-ofdrw-sealV1": ["GM/T 0031 v1"],
    "made-by-ofdrw-sealV5": ["GM/T 0031 v5"],
    "made-by-ofdrw-two-sealV4": ["GB/T 38540 v4"] * 2,
    "made-by-ofdrw-gbt35275": ["GB/T 35275 (OFD)"],
}
UNSIGNED = ["attachment-1p", "watermark-annot-6p", "hello-integrity", "rotation-suwell"]
WRONG = {
    "tampered-content": {"references"},
    "tampered-signature-xml": {"data_hash"},
    "permit-2p-two-sealV4-modified": {"references"},
    "sealV1-thirdparty-invalid": {"references", "data_hash", "signature", "signer_in_seal"},
}


def checked(shared: Path, name: str, at: datetime = AT) -> Report:
    return verify_ofd(sample(shared, name), at=at)


@pytest.mark.parametrize("name", SOUND)
def test_sound_samples_are_sound_but_undecided_without_an_anchor(shared: Path, name: str) -> None:
    found = checked(shared, name)
    assert [each.form for each in found.signatures] == SOUND[name]
    assert [each.integrity for each in found.signatures] == [True] * len(SOUND[name])
    assert found.result == Result.UNDETERMINED


@pytest.mark.parametrize("name", WRONG)
def test_changed_samples_say_what_is_wrong_and_nothing_else(shared: Path, name: str) -> None:
    found = checked(shared, name)
    assert found.result == Result.INVALID
    for each in found.signatures:
        assert {check.name for check in each.checks if check.ok is False} == WRONG[name]


@pytest.mark.parametrize("name", UNSIGNED)
def test_files_without_seals_are_unsigned(shared: Path, name: str) -> None:
    assert checked(shared, name).result == Result.UNSIGNED


def test_the_questions_come_in_the_order_of_the_standard(shared: Path) -> None:
    (found,) = checked(shared, "ofdrw-sealV4-helloworld").signatures
    integrity = [check.name for check in found.checks if check.about == "integrity"]
    order = ["references", "coverage", "seal_file", "data_hash", "signature", "seal_signature", "signer_in_seal"]
    assert integrity == order


def test_parts_that_a_vendor_left_unprotected_are_named(shared: Path) -> None:
    (found,) = checked(shared, "invoice-5p-sealV4-eslfile").signatures
    assert [check.ok for check in found.checks if check.name == "unprotected"] == [None]
    assert "TPL_0" in " ".join(checked(shared, "invoice-5p-sealV4-eslfile").warnings)
    assert "OFD.xml" in checked(shared, "invoice-5p-sealV4-attachment").warnings[0]


def test_a_seal_signed_outside_its_time_is_undecided(shared: Path) -> None:
    (found,) = checked(shared, "ofdrw-sealV4-helloworld").signatures
    assert {check.name: check.ok for check in found.checks}["seal_signing_time"] is None


def test_place_signer_and_time_are_told(shared: Path) -> None:
    (found,) = checked(shared, "riding-seal-5p-sealV4").signatures
    assert found.place
    assert (found.place.page, found.place.x, found.place.width, found.place.height) == (1, 202, 8, 40)
    assert found.signer.startswith("OFD R&W 测试用印章")
    assert found.signed_at == datetime(2021, 5, 19, 12, 53, 44, tzinfo=UTC)


@pytest.mark.parametrize(("name", "version"), [("UserV1", 1), ("UserV4", 4), ("UserV5", 5), ("UserV5_ts", 5)])
def test_seal_files_hold_by_their_makers_signature(shared: Path, name: str, version: int) -> None:
    seal = parse_seal((shared / "samples" / "ofd" / f"{name}.esl").read_bytes())
    cryptography = NationalCryptography()
    assert (seal.version, seal.picture.type, seal.picture.width) == (version, "png", 40)
    assert cryptography.verify(certificate=seal.maker, data=seal.signed, signature=seal.signature)
    assert not cryptography.verify(certificate=seal.maker, data=seal.signed + b"!", signature=seal.signature)


@pytest.mark.parametrize(("name", "code"), [("made-by-ofdrw-sealV1", 2), ("tampered-content", 1), ("attachment-1p", 3)])
def test_the_command_exits_with_the_code_of_the_result(
    shared: Path, capsys: pytest.CaptureFixture[str], name: str, code: int
) -> None:
    assert main([str(shared / "samples" / "ofd" / f"{name}.ofd"), "--at", "2021-06-01", "--json"]) == code
    assert '"result"' in capsys.readouterr().out


def test_a_truncated_file_is_unreadable(shared: Path) -> None:
    data = sample(shared, "made-by-ofdrw-sealV1")[:-100]
    assert report(data, anchors=Anchors(), at=AT).result == Result.UNREADABLE
