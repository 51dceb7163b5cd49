"""What changes forms: publishing, designing."""

from tongban.engines.forms.operations.designing import begin_draft, discard_draft, publish_draft, save_draft
from tongban.engines.forms.operations.publishing import digest_of, publish, restore

__all__ = ["begin_draft", "digest_of", "discard_draft", "publish", "publish_draft", "restore", "save_draft"]
