"""Screens of official documents, mounted on the workbench."""

from django.urls import path

from tongban.business.documents.web import (
    acting,
    attaching,
    basis,
    drafting,
    handling,
    incoming,
    leaders,
    lists,
    pages,
    phrases,
    purging,
    receiving,
    recording,
    scans,
    sideways,
    tracking,
    versions,
)

app_name = "documents"
urlpatterns = [
    path("", lists.finished, name="finished"),
    path("mine", lists.mine, name="mine"),
    path("new", drafting.new, name="new"),
    path("import", drafting.import_body, name="import"),
    path("<int:pk>", handling.page, name="page"),
    path("<int:pk>/edit", drafting.edit, name="edit"),
    path("<int:pk>/act", acting.act, name="act"),
    path("<int:pk>/withdraw", acting.withdraw, name="withdraw"),
    path("<int:pk>/number", acting.number, name="number"),
    path("<int:pk>/seal", acting.seal, name="seal"),
    path("<int:pk>/distribute", acting.distribute, name="distribute"),
    path("<int:pk>/attach", attaching.attach, name="attach"),
    path("<int:pk>/attach/<uuid:uid>/delete", attaching.detach, name="detach"),
    path("<int:pk>/versions", versions.versions, name="versions"),
    path("<int:pk>/basis", basis.basis, name="basis"),
    path("<int:pk>/void", drafting.void, name="void"),
    path("<int:pk>/picture", handling.picture, name="picture"),
    path("<int:pk>/pages/<int:no>.png", pages.page_image, name="page-image"),
    path("<int:pk>/check", acting.override, name="override"),
    path("<int:pk>/preview", pages.preview, name="preview"),
    path("<int:pk>/preview/<int:no>.png", pages.preview_image, name="preview-image"),
    path("<int:pk>/copies", tracking.copies, name="copies"),
    path("<int:pk>/copies/more", tracking.more, name="add-receivers"),
    path("<int:pk>/copies/withdraw", tracking.withdraw, name="withdraw-copies"),
    path("<int:pk>/copies/<int:copy_pk>/phone", tracking.phone, name="sign-by-phone"),
    path("<int:pk>/remind", tracking.remind, name="remind"),
    path("<int:pk>/copies/<int:copy_pk>/again", tracking.again, name="send-again"),
    *(
        path(f"{where}<int:pk>/{name}", view, {"kind": kind}, name=f"{name}{mark}")
        for name, view in (("urge", sideways.urge), ("circulate", sideways.circulate))
        for where, kind, mark in (("", "document", ""), ("incoming/", "incoming", "-incoming"))
    ),
    *(
        path(
            f"{where}<int:pk>/circulate/<int:reading_pk>/recall", sideways.recall, {"kind": kind}, name=f"recall{mark}"
        )
        for where, kind, mark in (("", "document", ""), ("incoming/", "incoming", "-incoming"))
    ),
    path("<int:pk>/record", recording.record, name="record"),
    path("incoming/<int:pk>/record", recording.record_incoming, name="record-incoming"),
    path("recorded/<int:pk>/confirm", recording.confirm, name="confirm-recorded"),
    path("phrases", phrases.save, name="save-phrase"),
    path("phrases/<int:pk>/delete", phrases.delete, name="delete-phrase"),
    path("purges", purging.purges, name="purges"),
    path("purges/<int:pk>", purging.purge, name="purge"),
    path("purges/<int:pk>/confirm", purging.confirm, name="confirm-purge"),
    path("purges/<int:pk>/drop", purging.drop, name="drop-purge"),
    path("arrived", lists.arrived, name="arrived"),
    path("copies/<int:pk>", receiving.copy, name="copy"),
    path("copies/<int:pk>/sign", receiving.sign, name="sign"),
    path("copies/<int:pk>/refuse", receiving.refuse, name="refuse"),
    path("copies/<int:pk>/register", receiving.register, name="register"),
    path("copies/<int:pk>/pages/<int:no>.png", pages.copy_image, name="copy-image"),
    path("incoming", lists.incoming, name="incoming-list"),
    path("incoming/new", receiving.register_paper, name="register-paper"),
    path("incoming/<int:pk>", incoming.incoming, name="incoming"),
    path("incoming/<int:pk>/pages/<int:no>.png", pages.incoming_image, name="incoming-image"),
    path("incoming/<int:pk>/return", incoming.return_to_sender, name="return-incoming"),
    path("incoming/<int:pk>/limits/<int:handling_pk>", incoming.limit, name="limit"),
    path("incoming/<int:pk>/scan", scans.scan, name="scan"),
    path("incoming/<int:pk>/scan/arrange", scans.arrange, name="arrange-scan"),
    path("leaders", leaders.leaders, name="leaders"),
    path("incoming/<int:pk>/act", acting.act_incoming, name="act-incoming"),
]
