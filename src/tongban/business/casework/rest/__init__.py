"""办件 for programs, mounted by sites.rest."""

from tongban.business.casework.rest.acting import router as acting
from tongban.business.casework.rest.routes import router

router.add_router("", acting)

__all__ = ["router"]
