"""E-mail by the configured SMTP server."""

import smtplib
from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage

from tongban.foundation.notifications.contracts import Letter, Receipt, Rejected, TryAgain


class Email:
    """The Message-ID is the letter's key, so that a mail box can tell a repeat; SMTP never says whether a letter arrived."""

    label = "电子邮件"
    wanted = False

    def ready(self) -> bool:
        return bool(settings.EMAIL_HOST)

    def send(self, letter: Letter) -> Receipt:
        number = f"<{letter.key}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2].rstrip('>')}>"
        mail = EmailMessage(letter.title, letter.text, to=[letter.address], headers={"Message-ID": number})
        try:
            mail.send()
        except (smtplib.SMTPRecipientsRefused, ValueError) as error:
            raise Rejected("邮件服务器不接受这个地址。") from error
        except (smtplib.SMTPException, OSError) as error:
            raise TryAgain("邮件服务器没有响应。") from error
        return Receipt(number)

    def arrived(self, numbers: Collection[str], *, at: datetime) -> set[str]:
        return set()
