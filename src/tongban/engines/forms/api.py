"""The door of the form engine.

definition = definition_of(current("leave"))                     what counts for new matters
data = validate(definition, given, step="draft", current=…)      cleaned, or Invalid with messages at the fields
form = DefinedForm(request.POST or None, definition=definition)  the same on a screen; {% include "forms/fields.html" %}
"""

from tongban.engines.forms.acting import Pick
from tongban.engines.forms.contracts import PERMISSIONS, DefinitionInvalid, FormPublished, Right
from tongban.engines.forms.drawing import DefinedForm
from tongban.engines.forms.keeping import Keeping, keeping
from tongban.engines.forms.models import Form, FormVersion
from tongban.engines.forms.operations import forget, publish
from tongban.engines.forms.picking import choices_for, file_choices
from tongban.engines.forms.printing import pdf_of, sheet_of
from tongban.engines.forms.queries import current, definition_of, forms, from_file, numbered, version, versions_of
from tongban.engines.forms.rules import (
    PAGE,
    Choice,
    Definition,
    Field,
    Section,
    read_definition,
    shown_fields,
    validate,
)
from tongban.engines.forms.rules.amounts import amount_in_words
from tongban.engines.forms.uploads import keep, receive
from tongban.engines.forms.wording import on_page, words

__all__ = [
    "PAGE",
    "PERMISSIONS",
    "Choice",
    "DefinedForm",
    "Definition",
    "DefinitionInvalid",
    "Field",
    "Form",
    "FormPublished",
    "FormVersion",
    "Keeping",
    "Pick",
    "Right",
    "Section",
    "amount_in_words",
    "choices_for",
    "current",
    "definition_of",
    "file_choices",
    "forget",
    "forms",
    "from_file",
    "keep",
    "keeping",
    "numbered",
    "on_page",
    "pdf_of",
    "publish",
    "read_definition",
    "receive",
    "sheet_of",
    "shown_fields",
    "validate",
    "version",
    "versions_of",
    "words",
]  # fmt: skip
