"""Content is stored once and durably; files are versions of it; what is erased is gone, what is used stays."""

import hashlib
import io
import os
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tongban.foundation.files.api import (
    ContentGone,
    FileInvalid,
    attach,
    copy,
    discard,
    files_of,
    files_of_many,
    keep,
    missing_content,
    open_content,
    purge,
    replace,
    size_warning,
    versions_of,
)
from tongban.foundation.files.contracts import MB
from tongban.foundation.files.models import Blob, StoredFile
from tongban.foundation.files.operations.erasing import sweep
from tongban.foundation.files.stores import store
from tongban.foundation.files.testing import PDF, make_file, received
from tongban.foundation.jobs.testing import run_due_jobs
from tongban.foundation.organization.testing import actor_of, make_person, make_unit
from tongban.foundation.references.testing import paper
from tongban.kernel.actor import system_actor
from tongban.kernel.errors import Conflict
from tongban.kernel.testing import MONDAY, within

pytestmark = pytest.mark.django_db
OTHER = PDF + b"%second"


def stored(folder) -> set[str]:
    return {place.name for place in folder.glob("??/??/*")}


def test_the_same_content_is_stored_once_under_its_digest(folder):
    first, second = make_file(subject=paper(1)), make_file(subject=paper(2), name="另一份.pdf")
    assert first.digest == second.digest == hashlib.new("sm3", PDF).hexdigest()
    assert stored(folder) == {first.digest}
    with open_content(second) as content:
        assert content.read() == PDF


def test_a_new_version_keeps_the_old_one(folder):
    first = make_file(subject=paper(1))
    second = within(replace, file=first, received=received(OTHER))
    assert [f.pk for f in files_of(subject=paper(1))] == [second.pk]
    assert [f.version for f in versions_of(first)] == [2, 1]


def test_two_people_replacing_at_once_the_second_is_told():
    first = make_file(subject=paper(1))
    within(replace, file=first, received=received(OTHER))
    with pytest.raises(Conflict):
        within(replace, file=first, received=received(PDF))


def test_the_database_allows_one_current_version():
    first = make_file(subject=paper(1))
    first.pk, first.uid, first.version = None, "0" * 32, 2
    with pytest.raises(IntegrityError), transaction.atomic():
        first.save(force_insert=True)


def test_files_of_an_unsaved_draft_find_their_subject_if_they_are_the_actors():
    unit = make_unit("临江县水利局")
    mine, other = (actor_of(make_person(name, unit=unit)) for name in ("王敏", "李军"))
    files = [make_file(by=mine), make_file(OTHER, by=other)]
    within(attach, by=mine, files=files, subject=paper(1))
    assert [f.pk for f in files_of(subject=paper(1))] == [files[0].pk]


def test_files_of_a_whole_list_cost_one_query(django_assert_num_queries):
    for number in (1, 2):
        make_file(subject=paper(number))
    with django_assert_num_queries(1):
        found = files_of_many([paper(1), paper(2), paper(3)])
    assert [len(files) for files in found.values()] == [1, 1, 0]


def test_removing_a_file_erases_content_that_nobody_else_uses(folder):
    shared, alone = make_file(subject=paper(1)), make_file(OTHER, subject=paper(1))
    within(copy, files=[shared], subjects=[paper(2)])
    within(discard, file=shared)
    within(discard, file=alone)
    run_due_jobs()
    assert stored(folder) == {shared.digest}
    assert list(Blob.objects.values_list("digest", flat=True)) == [shared.digest]


def test_a_purge_takes_every_version_and_every_copy_and_names_them(folder):
    first = make_file(subject=paper(1))
    within(replace, file=first, received=received(OTHER))
    within(copy, files=[first], subjects=[paper(2)])
    bystander = make_file(PDF + b"%third", subject=paper(3))
    removed = within(purge, subjects=[paper(1)])
    run_due_jobs()
    assert {(r.subject, r.version) for r in removed} == {(paper(1), 1), (paper(1), 2), (paper(2), 1)}
    assert stored(folder) == {bystander.digest}
    assert list(StoredFile.objects.values_list("pk", flat=True)) == [bystander.pk]


def test_an_undone_purge_loses_nothing(folder):
    file = make_file(subject=paper(1))

    def fails():
        purge(subjects=[paper(1)])
        raise Conflict("第二个人没有确认。")

    with pytest.raises(Conflict):
        within(fails)
    run_due_jobs()
    assert files_of(subject=paper(1)).count() == 1
    assert stored(folder) == {file.digest}


def test_content_erased_meanwhile_is_not_kept():
    waiting = received()
    store().erase(waiting.digest)
    with pytest.raises(ContentGone):
        within(keep, received=waiting, subject=paper(1))
    assert not Blob.objects.exists()


def test_what_nobody_keeps_is_swept_after_a_day_and_nothing_else(folder):
    kept, idle = make_file(subject=paper(1)), received(OTHER)
    fresh = received(PDF + b"%fresh")
    crashed = folder / "incoming" / "tmpcrash"
    crashed.write_bytes(b"half")
    yesterday = (MONDAY - timedelta(days=1, minutes=1)).timestamp()
    for digest in (kept.digest, idle.digest):
        os.utime(folder / store().path(digest), (yesterday, yesterday))
    os.utime(folder / store().path(fresh.digest), (MONDAY.timestamp(),) * 2)
    os.utime(crashed, (0, 0))
    assert sweep(actor=system_actor(), at=MONDAY) == 1
    assert stored(folder) == {kept.digest, fresh.digest}
    assert not crashed.exists()


def test_a_crash_between_erasing_and_its_commit_is_healed_by_the_next_upload():
    file = make_file(subject=paper(1))
    store().erase(file.digest)
    assert list(missing_content()) == [file.digest]
    make_file(subject=paper(2))
    assert list(missing_content()) == []


@pytest.mark.feature("F-EX-17")
def test_a_document_beyond_three_megabytes_gets_a_warning():
    make_file(PDF + bytes(2 * MB), subject=paper(1))
    assert size_warning(paper(1), purpose="attachment") == ""
    make_file(OTHER + bytes(2 * MB), subject=paper(1), name="附件.pdf")
    assert "3 MB" in size_warning(paper(1), purpose="attachment")


@pytest.mark.feature("F-MG-05")
def test_the_size_limit_of_a_purpose_is_a_setting(settings):
    with pytest.raises(FileInvalid, match="10 MB"):
        received(PDF + bytes(10 * MB), purpose="mail")
    settings.FILE_LIMITS = {"mail": 11 * MB}
    assert received(PDF + bytes(10 * MB), purpose="mail").size > 10 * MB


def test_a_file_that_is_too_large_is_refused_before_it_is_read_whole(folder):
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size=-1):
            self.given += size
            return bytes(size)

    endless = Endless()
    with pytest.raises(FileInvalid):
        received_from(endless)
    assert endless.given < 52 * MB
    assert not list((folder / "incoming").iterdir())


def received_from(source):
    from tongban.foundation.files.api import receive

    return receive(source=source, name="大.pdf", purpose="attachment")
