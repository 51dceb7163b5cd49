"""Screens of official documents, mounted on the workbench."""

from django.urls import path

from tongban.business.documents.web import (
    acting,
    drafting,
    handling,
    incoming,
    lists,
    pages,
    phrases,
    receiving,
    tracking,
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
    path("<int:pk>/attach", drafting.attach, name="attach"),
    path("<int:pk>/picture", handling.picture, name="picture"),
    path("<int:pk>/pages/<int:no>.png", pages.page_image, name="page-image"),
    path("<int:pk>/check", acting.override, name="override"),
    path("<int:pk>/preview", pages.preview, name="preview"),
    path("<int:pk>/preview/<int:no>.png", pages.preview_image, name="preview-image"),
    path("<int:pk>/copies", tracking.copies, name="copies"),
    path("<int:pk>/remind", tracking.remind, name="remind"),
    path("<int:pk>/copies/<int:copy_pk>/again", tracking.again, name="send-again"),
    path("phrases", phrases.save, name="save-phrase"),
    path("phrases/<int:pk>/delete", phrases.delete, name="delete-phrase"),
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
    path("incoming/<int:pk>/act", acting.act_incoming, name="act-incoming"),
]
