"""Addresses of seals on the workbench."""

app_name = "seals"
urlpatterns: list[object] = []
