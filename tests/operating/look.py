"""Run by the backup test as a process of the installation: print what it holds, and that new rows get new numbers."""

from tongban.config.starting import start_django

start_django()

from tongban.foundation.files.api import StoredFile, open_content  # noqa: E402
from tongban.foundation.identity.api import Account  # noqa: E402
from tongban.foundation.identity.testing import make_account  # noqa: E402

file = StoredFile.objects.get()
print(file.name, open_content(file).read().decode())
old = Account.objects.get()
print(old.username, make_account("li").pk > old.pk)
