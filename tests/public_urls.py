"""The root URLs of a process of the public zone, for tests within one process (the fixture public_zone)."""

from tongban.config.urls import handler400, handler403, handler404, handler500, mounted

__all__ = ["handler400", "handler403", "handler404", "handler500"]
urlpatterns = mounted(["portal"], "public")
