"""Members of the public, what they accepted, the enterprises they act for, the codes that were sent to them."""

from django.db import models
from django.db.models import Q

from tongban.foundation.members.contracts import Document, Purpose, Role, Sort
from tongban.kernel.models import Record, Travels
from tongban.kernel.sealed import SealedText

ROLES, SORTS = [r.value for r in Role], [s.value for s in Sort]
DOCUMENTS, PURPOSES = [d.value for d in Document], [p.value for p in Purpose]
DIGEST = 64  # hexadecimal digits of a keyed digest


class Member(Record, Travels):
    """A member of the public (公众用户). Telephone, mail and identity number are sealed, and found by their keyed digests.

    Only a telephone or mail that answered a code stands here. `name` is how he wants to be called until a real-name check
    (`real_named_at`) says what he is called. A closed account (`closed_at`) keeps the row, without what it said.
    """

    kind = "member"

    account = models.OneToOneField("identity.Account", models.PROTECT, related_name="+")
    name = models.CharField(max_length=60, default="")
    phone = SealedText(default="")
    phone_digest = models.CharField(max_length=DIGEST, default="")
    mail = SealedText(default="")
    mail_digest = models.CharField(max_length=DIGEST, default="")
    id_number = SealedText(default="")
    id_digest = models.CharField(max_length=DIGEST, default="")
    real_named_at = models.DateTimeField(null=True)
    by_phone = models.BooleanField(default=True)
    by_mail = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("phone_digest", condition=~Q(phone_digest=""), name="member_phone_once"),
            models.UniqueConstraint("mail_digest", condition=~Q(mail_digest=""), name="member_mail_once"),
            models.UniqueConstraint("id_digest", condition=~Q(id_digest=""), name="member_person_once"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=False) | ~Q(phone_digest="") | ~Q(mail_digest=""),
                name="member_can_be_reached",
            ),
            models.CheckConstraint(
                condition=Q(real_named_at=None, id_digest="")
                | Q(real_named_at__isnull=False) & ~Q(id_digest="") & ~Q(name=""),
                name="member_real_name_with_number",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(phone_digest="", mail_digest="", id_digest="", name=""),
                name="member_closed_says_nothing",
            ),
        ]

    @property
    def real_named(self) -> bool:
        return self.real_named_at is not None


class Consent(Record):
    """A text that a member accepted, in the version of that day."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    document = models.CharField(max_length=20)
    version = models.CharField(max_length=20)
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "member", "document", "version", condition=Q(withdrawn_at=None), name="consent_once"
            ),
            models.CheckConstraint(condition=Q(document__in=DOCUMENTS), name="consent_document_known"),
        ]


class Enterprise(Record, Travels):
    """An enterprise or household business, confirmed by the register of enterprises under its 统一社会信用代码."""

    kind = "enterprise"

    name = models.CharField(max_length=120)
    code = models.CharField(max_length=18, unique=True)
    sort = models.CharField(max_length=20)
    confirmed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="enterprise_has_name"),
            models.CheckConstraint(condition=Q(sort__in=SORTS), name="enterprise_sort_known"),
        ]


class Agent(Record):
    """A member acts for an enterprise. An agent is invited by name and telephone and counts from his own confirmation."""

    kind = "agent"

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=10)
    name = models.CharField(max_length=60)
    phone_digest = models.CharField(max_length=DIGEST)
    invited_at = models.DateTimeField()
    since = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("enterprise", condition=Q(role="owner", until=None), name="agent_one_owner"),
            models.UniqueConstraint("enterprise", "phone_digest", condition=Q(until=None), name="agent_invited_once"),
            models.UniqueConstraint("enterprise", "member", condition=Q(until=None), name="agent_once"),
            models.CheckConstraint(condition=Q(role__in=ROLES), name="agent_role_known"),
            models.CheckConstraint(
                condition=Q(since=None) | Q(member__isnull=False), name="agent_confirmed_by_somebody"
            ),
        ]
        indexes = [
            models.Index(fields=["member"], condition=Q(until=None), name="agent_of_member"),
            models.Index(fields=["phone_digest"], condition=Q(since=None, until=None), name="agent_invited"),
        ]


class Code(Record, Travels):
    """A one-time code that was sent to a telephone or mail address: digests of both, never the words.

    `slot` is the minute: the database lets one code a minute go to an address, however many ask at once.
    """

    kind = "code"

    purpose = models.CharField(max_length=20)
    address_digest = models.CharField(max_length=DIGEST)
    asker_digest = models.CharField(max_length=DIGEST)
    digest = models.CharField(max_length=DIGEST)
    slot = models.BigIntegerField()
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
    cleared = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint("address_digest", "slot", name="code_once_a_minute"),
            models.CheckConstraint(condition=Q(purpose__in=PURPOSES), name="code_purpose_known"),
        ]
        indexes = [
            models.Index(fields=["address_digest", "-sent_at"], name="codes_of_address"),
            models.Index(fields=["asker_digest", "-sent_at"], name="codes_of_asker"),
            models.Index(fields=["expires_at"], condition=Q(used_at=None, cleared=False), name="codes_over"),
        ]


class Check(Record):
    """A question to a register about a person or an enterprise: how often a member may ask is bounded."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    about = models.CharField(max_length=20)
    outcome = models.CharField(max_length=20, default="asked")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["member", "about", "-at"], name="checks_of_member")]
