"""The pages of the installation, and one that takes an upload."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from tongban.config.urls import urlpatterns as whole
from tongban.foundation.files.api import receive


@csrf_exempt
def upload(request: HttpRequest) -> HttpResponse:
    """As a page of an app would: take the file in, say what it is."""
    file = request.FILES["file"]
    received = receive(source=file, name=file.name, purpose="attachment")
    return HttpResponse(f"{received.name} {received.size}")


handler400 = "tongban.foundation.ui.errors.bad_request"
urlpatterns = [path("files/", include("tongban.foundation.files.urls")), path("upload", upload), *whole]
