"""Addresses of forms on the console."""

from django.urls import path

from tongban.engines.forms.web import designing, published

app_name = "console-forms"
urlpatterns = [
    path("", published.forms, name="list"),
    path("new", designing.new, name="new"),
    path("versions/<int:pk>", published.trial, name="trial"),
    path("versions/<int:pk>/difference", published.difference, name="difference"),
    path("versions/<int:pk>/definition.json", published.download, name="download"),
    path("<slug:code>", published.form, name="form"),
    path("<slug:code>/begin", designing.begin, name="begin"),
    path("<slug:code>/draft", designing.edit, name="edit"),
    path("<slug:code>/draft/preview", designing.preview, name="preview"),
    path("<slug:code>/draft/discard", designing.discard, name="discard"),
]
