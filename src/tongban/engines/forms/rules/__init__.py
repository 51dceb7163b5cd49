"""The pure part of forms: what a definition may say, and whether data fit it. No Django, no clock, no lookups."""

from tongban.engines.forms.rules.definition import PAGE, Choice, Definition, Field, Section
from tongban.engines.forms.rules.reading import read_definition
from tongban.engines.forms.rules.validating import settle, shown_fields, validate

__all__ = ["PAGE", "Choice", "Definition", "Field", "Section", "read_definition", "settle", "shown_fields", "validate"]
