"""Materials as they are uploaded: one box each, the verdict of a look at the picture at its box."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms

from tongban.business.catalog.api import Material
from tongban.business.hall.contracts import BLURRED, DARK, MATERIAL, SMALL
from tongban.business.hall.rules.pictures import verdict
from tongban.foundation.files import api as files
from tongban.foundation.ui import api as ui

MATERIAL_LIMITS = "图片（jpg、png）、PDF、OFD 或 Word，每份最多 20 MB。照片拍清四个角和公章。"
VERDICTS = {
    BLURRED: "照片可能模糊，公章和小字看不清，建议在亮处重拍。", DARK: "照片太暗，建议在亮处重拍。",
    SMALL: "照片太小，字可能看不清，建议靠近重拍。",
}  # fmt: skip
PICTURES = {"jpeg", "png"}


class UploadForm(ui.Form):
    """One box for each material; all may stay empty, for what is there already is kept."""

    def __init__(self, *args: Any, materials: Sequence[Material], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for material in materials:
            self.fields[f"file_{material.key}"] = forms.FileField(label=material.name, required=False)


def taken_in(request: Any, form: UploadForm) -> Iterator[tuple[str, files.Received, str]]:
    """(key, content, verdict) of each upload that may be kept; what may not gets its message at its box."""
    for name, source in request.FILES.items():
        if name not in form.fields:
            continue
        try:
            received = files.receive(source=source, name=source.name, purpose=MATERIAL)
        except (files.FileInvalid, files.FileRefused) as error:
            ui.record_refusal(request, error)
            form.add_error(name, error.message)
            continue
        yield name.removeprefix("file_"), received, _look(received, source)


def _look(received: files.Received, source: Any) -> str:
    if received.type.key not in PICTURES:
        return ""
    source.seek(0)
    return verdict(source)
