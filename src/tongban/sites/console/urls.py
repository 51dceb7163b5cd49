"""The console: administration, the gallery of components, and what machines ask about this process."""

from django.urls import path

from tongban.foundation.ui.web import news
from tongban.sites.console import gallery, web

app_name = "console"
urlpatterns = [
    path("", web.home, name="home"),
    path("news", news, name="news"),
    path("ui", gallery.components, name="gallery"),
    path("ui/home", gallery.home, name="gallery-home"),
    path("ui/list", gallery.table, name="gallery-list"),
    path("ui/document", gallery.document, name="gallery-document"),
]
