"""What changes forms: publishing, designing."""

from tongban.engines.forms.operations.designing import begin_draft, discard_draft, publish_draft, save_draft
from tongban.engines.forms.operations.keeping import forget, forget_typed, keep_typed
from tongban.engines.forms.operations.publishing import digest_of, publish, restore

__all__ = [
    "begin_draft", "digest_of", "discard_draft", "forget", "forget_typed", "keep_typed", "publish", "publish_draft", "restore",
    "save_draft",
]  # fmt: skip
