"""Making seals: by the seal office alone, one of a sort, drawn with a star or from the registered picture."""

import pytest
from django.db import IntegrityError, transaction

from tongban.engines.seals import authority, queries
from tongban.engines.seals.models import Seal
from tongban.engines.seals.operations.make import Making, make, renew
from tongban.engines.seals.operations.states import change_state
from tongban.engines.seals.testing import FIRST_PASSWORD, SPECIMEN, make_untouched, specimen_picture
from tongban.kernel.actor import system_actor
from tongban.kernel.errors import Conflict, Invalid, NotAllowed, Unavailable
from tongban.kernel.testing import MONDAY
from tongban.lib.gm import x509


def making(office, **other):
    return Making(
        **{"sort": "official", "keeper": office.keeper, "password": FIRST_PASSWORD, "lower": SPECIMEN, **other}
    )


@pytest.mark.feature("F-SE-01")
def test_the_seal_office_makes_a_seal_and_nobody_else(office):
    made = make(unit=office.bureau, making=making(office), actor=office.acts("maker"), at=MONDAY)
    assert (made.state, made.emblem, float(made.width)) == ("valid", "star", 42.0)
    with pytest.raises(NotAllowed, match="制发"):
        make(unit=office.town, making=making(office), actor=office.acts("leader"), at=MONDAY)


def test_its_certificate_names_unit_and_seal_and_comes_from_our_root(office):
    made = make_untouched(office.bureau, office.keeper, at=MONDAY)
    certificate = queries.certificate_of(made)
    assert str(certificate.subject) == "临江县水利局公章"
    assert certificate.signed_by(authority.anchors().certificates[0])
    assert certificate.public_key.key_id.hex() == made.key_reference


@pytest.mark.feature("F-SE-15")
def test_a_second_live_seal_of_a_sort_is_refused_until_the_first_is_cancelled(office):
    first = make_untouched(office.bureau, office.keeper, at=MONDAY)
    with pytest.raises(Conflict, match="已有一枚有效的公章"):
        make(unit=office.bureau, making=making(office), actor=office.acts("maker"), at=MONDAY)
    make(unit=office.bureau, making=making(office, sort="contract"), actor=office.acts("maker"), at=MONDAY)
    change_state(seal=first, state="cancelled", reason="磨损更换", actor=office.acts("maker"), at=MONDAY)
    make(unit=office.bureau, making=making(office), actor=office.acts("maker"), at=MONDAY)


def raw_copy(seal: Seal, **other) -> Seal:
    values = {f.attname: getattr(seal, f.attname) for f in Seal._meta.fields if f.name not in ("id", "uid")}
    return Seal(**{**values, "key_reference": "0" * 40, **other})


@pytest.mark.feature("F-SE-15")
@pytest.mark.parametrize(
    "other",
    [{}, {"state": "suspended", "state_reason": "停"}, {"sort": "contract", "state": "lost"},
     {"sort": "contract", "state": "cancelled"}, {"sort": "signature"}],
    ids=["second", "second while suspended", "unknown state", "ended without reason", "signature of nobody"],
)  # fmt: skip
def test_the_database_itself_refuses_what_must_not_be(office, other):
    seal = make_untouched(office.bureau, office.keeper, at=MONDAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Seal.objects.bulk_create([raw_copy(seal, **other)])


def test_what_was_refused_leaves_no_key_behind(office, key_folder):
    make_untouched(office.bureau, office.keeper, at=MONDAY)
    with pytest.raises(Invalid):
        make(
            unit=office.government,
            making=making(office, sort="contract", name="\ue000" * 3),
            actor=system_actor(),
            at=MONDAY,
        )
    with pytest.raises(Conflict):
        make(unit=office.bureau, making=making(office), actor=system_actor(), at=MONDAY)
    assert len(list((key_folder / "seals").iterdir())) == 1


@pytest.mark.feature("F-SE-08")
def test_an_emblem_is_never_drawn_but_taken_from_the_registered_picture(office):
    with pytest.raises(Invalid, match="上传登记的印模图片"):
        make(unit=office.government, making=making(office), actor=system_actor(), at=MONDAY)
    with_picture = making(office, png=specimen_picture("临江县人民政府"))
    made = make(unit=office.government, making=with_picture, actor=system_actor(), at=MONDAY)
    assert (made.emblem, float(made.width), float(made.height)) == ("national", 45.0, 45.0)
    assert "data:image/png" in made.svg


def test_other_seals_of_an_emblem_organ_carry_a_star(office):
    made = make_untouched(office.government, office.keeper, at=MONDAY, sort="approval")
    assert (made.emblem, float(made.width)) == ("star", 42.0)
    assert "<image" not in made.svg


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"password": "12345678"}, "password"), ({"password": "abc12"}, "password"), ({"sort": "ring"}, "sort"),
     ({"sort": "signature"}, "holder"), ({"png": b"GIF89a"}, "picture")],
)  # fmt: skip
def test_wrong_input_is_told_at_its_field(office, wrong, field):
    with pytest.raises(Invalid) as told:
        make(unit=office.bureau, making=making(office, **wrong), actor=system_actor(), at=MONDAY)
    assert list(told.value.fields) == [field]


@pytest.mark.feature("F-SE-11")
def test_a_leader_has_one_signature_and_several_leaders_of_a_unit_each_theirs(office):
    for holder in (office.leader, office.keeper):
        made = make_untouched(office.bureau, office.keeper, at=MONDAY, sort="signature", holder=holder)
        assert made.name == holder.name
    with pytest.raises(Conflict, match="江长河已有"):
        make_untouched(office.bureau, office.successor, at=MONDAY, sort="signature", holder=office.leader)


def test_a_renewed_certificate_stands_before_the_old_one(office):
    seal = office.seal()
    later = MONDAY.replace(year=2031)
    renewed = renew(seal=seal, actor=office.acts("maker"), at=later)
    assert renewed.valid_to > seal.valid_to
    first, second = x509.parse_certificates(renewed.certificate.encode())
    assert first.valid_at(later)
    assert second.der == queries.certificate_of(seal).der


def test_without_the_roots_key_no_certificate_is_issued(office, key_folder):
    authority.authority(MONDAY)
    authority._root_key.cache_clear()
    for key in (key_folder / "seal-root").iterdir():
        key.unlink()
    with pytest.raises(Unavailable, match="备份"):
        make_untouched(office.bureau, office.keeper, at=MONDAY)
