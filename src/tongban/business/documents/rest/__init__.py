"""公文 for programs, mounted by sites.rest."""

from tongban.business.documents.rest.routes import router

__all__ = ["router"]
