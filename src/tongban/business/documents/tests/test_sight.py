"""Who sees what follows from the rows of documents, whatever was done with them; what does not is found by the data check."""

import pytest

from tongban.business.documents.operations.distribute import withdraw_copies
from tongban.business.documents.operations.purge import confirm_purge, propose_purge
from tongban.business.documents.testing import County, copy_at, make_draft, registered, to_issued
from tongban.config.commands import check_data
from tongban.foundation.access.api import Astray, astray, ship_roles
from tongban.foundation.access.models import Visibility
from tongban.foundation.access.testing import give_role
from tongban.foundation.organization.testing import actor_of, make_person
from tongban.kernel.models import pointing_at
from tongban.kernel.references import Reference
from tongban.kernel.testing import MONDAY

pytestmark = pytest.mark.django_db


def test_the_table_is_what_the_documents_say_after_all_that_can_happen_to_them(county: County):
    document, other = to_issued(county), make_draft(county, title="关于做好防汛工作的通知")
    registered(county, document)
    withdrawn = copy_at(county, document, "柳河镇")
    registrar = county.actor("registrar")
    withdraw_copies(document=document, copies=[withdrawn.pk], reason="发错了。", actor=registrar, at=MONDAY)
    ship_roles()
    guards = [make_person(name, unit=county.office, title="保密员") for name in ("卢秀兰", "贺松年")]
    for guard in guards:
        give_role(guard, "security_admin")
    first, second = (actor_of(guard, at=MONDAY) for guard in guards)
    purge = propose_purge(target=other, ground="上级通知。", actor=first, at=MONDAY)
    confirm_purge(purge=purge, actor=second, at=MONDAY)
    assert Visibility.objects.count() > 10
    assert list(astray()) == []


def test_a_key_that_is_gone_and_one_that_should_not_be_there_are_found(county: County, capsys):
    document, other = make_draft(county), make_draft(county, title="关于做好防汛工作的通知")
    drafter = f"p{county.people['drafter'].pk}"
    Visibility.objects.filter(key=drafter, **pointing_at(document.reference)).delete()
    for subject in (other.reference, Reference("document", 999), Reference("nobody", 1)):
        Visibility.objects.create(key="u999", sort_at=MONDAY, **pointing_at(subject))
    assert list(astray()) == [
        Astray(document.reference, missing=(drafter,), extra=()),
        Astray(other.reference, missing=(), extra=("u999",)),
        Astray(Reference("document", 999), missing=(), extra=("u999",)),
        Astray(Reference("nobody", 1), missing=(), extra=("u999",)),
    ]
    assert check_data.main([]) == 1
    assert f"可见范围不符：{document.reference}，缺少 {drafter}，多余 无" in capsys.readouterr().out


def test_a_document_that_nobody_was_let_see_is_found(county: County):
    document = make_draft(county)
    Visibility.objects.filter(**pointing_at(document.reference)).delete()
    [found] = astray()
    assert (found.reference, len(found.missing)) == (document.reference, 3)
