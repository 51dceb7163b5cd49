"""Run by the backup test as a process of the installation: tables, a person, a file, an audit chain; then a backup.

python some_data.py ARCHIVE
"""

import sys
from pathlib import Path

from tongban.config.starting import start_django

start_django()

from tongban.config.backup.making import make  # noqa: E402
from tongban.config.migrating import migrate  # noqa: E402
from tongban.foundation.audit.api import make_checkpoint  # noqa: E402
from tongban.foundation.files.testing import make_file  # noqa: E402
from tongban.foundation.identity.testing import make_account  # noqa: E402
from tongban.kernel.now import now  # noqa: E402

migrate()
make_account("zhang")
make_file(content=b"%PDF-1.7 the text of a notice", name="关于防汛的通知.pdf")
make_checkpoint(at=now())
make(Path(sys.argv[1]), at=now())
