"""The form that asks for a seal and the password that opens it, for every screen that seals."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms

from tongban.engines.seals.contracts import SORTS
from tongban.engines.seals.models import Seal
from tongban.engines.seals.opening import unlock
from tongban.foundation.ui import api as ui
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Invalid


def name_of(seal: Seal) -> str:
    return seal.name


def name_and_sort_of(seal: Seal) -> str:
    """Where seals of several sorts are offered together."""
    return f"{seal.name}（{SORTS[seal.sort].label}）"


class SealForm(ui.Form):
    """用印: which seal, and its password."""

    seal: Any = forms.ModelChoiceField(label="印章", queryset=None, empty_label=None)
    password = forms.CharField(label="印章密码", widget=forms.PasswordInput(attrs={"autocomplete": "off"}))

    def __init__(self, *args: Any, seals: Any, label: Callable[[Seal], str] = name_of, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["seal"]
        field.queryset = seals  # type: ignore[attr-defined]
        field.label_from_instance = label  # type: ignore[attr-defined]

    def seal_with(self, operation: Callable[..., Any], /, *, actor: Actor, at: datetime, **arguments: Any) -> bool:
        """Open the seal and carry the operation out with it; False with the message at its field.

        The seal is opened before the operation, so that a wrong password counts although nothing else happens. The
        password goes from this form into the key store and nowhere else.
        """
        chosen = self.cleaned_data
        try:
            unlocked = unlock(seal=chosen["seal"], password=chosen["password"], actor=actor, at=at)
        except Invalid as error:
            ui.add_invalid(self, error)
            return False
        return self.carry_out(operation, unlocked=unlocked, actor=actor, at=at, **arguments)
