"""公文 for programs, mounted by sites.rest."""

from ninja import Router

from tongban.business.documents.rest import receiving, sending, steps

router = Router()
for part in (sending, receiving, steps):
    router.add_router("", part.router)

__all__ = ["router"]
