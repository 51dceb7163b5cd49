"""Screens of the inbox, mounted on the workbench."""

from django.urls import path

from tongban.foundation.inbox import web

app_name = "inbox"
urlpatterns = [
    path("<int:pk>", web.open_item, name="open"),
    path("todo", web.todo, name="todo"),
    path("to-read", web.to_read, name="to-read"),
    path("to-read/<int:pk>", web.read, name="read"),
    path("done", web.done, name="done"),
]
