"""Regions, units, posts, people, and how they stand to each other. Records of other apps keep snapshots of names."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from tongban.kernel.models import Record, Travels


class Region(Record):
    """An administrative division of one of five levels: province, city, county, township, village."""

    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=60)
    level = models.PositiveSmallIntegerField()
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    code_first = models.CharField(max_length=30, default="")  # 预留号段 of 单位编码, both ends in it; empty: none
    code_last = models.CharField(max_length=30, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(level__range=(1, 5)), name="region_level"),
            models.CheckConstraint(
                condition=Q(code_first="", code_last="") | (~Q(code_first="") & Q(code_last__gte=F("code_first"))),
                name="region_segment",
            ),
        ]


class Unit(Record, Travels):
    """A unit. `parent` is where it hangs in the tree; every other relation is a row of UnitLink, made from it and from extra links.

    `organ` is the unit in whose name it acts: the organ above for a section (内设), itself for every other form.
    """

    kind = "unit"

    form = models.CharField(max_length=12, default="organ")
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=40)
    pinyin = models.CharField(max_length=300, default="")
    initials = models.CharField(max_length=120, default="")
    code = models.CharField(max_length=30, default="")
    credit_code = models.CharField(max_length=18, default="")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    organ = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    category = models.CharField(max_length=20, default="")  # 党群部门 | 政府部门 | 乡镇街道 …
    emblem = models.CharField(max_length=10, default="star")
    order = models.PositiveIntegerField(default=0)
    pays_wages = models.BooleanField(default=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("parent", "name", condition=Q(valid_to=None), name="unit_name_once_under_parent"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="unit_valid_in_order"
            ),
            models.CheckConstraint(
                condition=Q(form__in=["organ", "section", "branch", "task_force"]), name="unit_form_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def full_name(self) -> str:
        """As lists of several organs name it: a section behind the short name of its organ. Reads `organ`."""
        return self.name if self.organ is None or self.organ_id == self.pk else f"{self.organ.short_name} {self.name}"


class UnitLink(models.Model):
    """The closure of each line of authority: every unit is linked to itself (depth 0, once) and to each unit above it in that line.

    A unit has one direct superior (depth 1) in each line: 隶属 is the tree of `Unit.parent`, 垂直业务 and 双重领导 stand beside it.
    """

    id = models.BigAutoField(primary_key=True)
    upper = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    lower = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    relation = models.CharField(max_length=12, default="subordinate")
    depth = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint("upper", "lower", "relation", name="unit_link_once"),
            models.UniqueConstraint("lower", "relation", condition=Q(depth=1), name="unit_link_one_superior"),
        ]
        indexes = [models.Index(fields=["lower", "relation"], name="unit_link_lower")]


class Plaque(Record):
    """A 牌子: a name under which a unit acts, with its own red-head mark and document words. One is the main one."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="plaques")
    name = models.CharField(max_length=120)
    mark = models.CharField(max_length=120)  # 发文机关标志
    word = models.CharField(max_length=20)  # 机关代字
    main = models.BooleanField(default=False)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("unit", condition=Q(main=True, valid_to=None), name="plaque_one_main"),
            models.UniqueConstraint("name", condition=Q(valid_to=None), name="plaque_name_once"),
        ]


class Succession(Record):
    """What a unit became: 更名, 合并, 拆分, 撤销. Documents of the old one stay under its old name."""

    old = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    new = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    change = models.CharField(max_length=10)  # rename | merge | split | close
    old_name = models.CharField(max_length=120)
    on = models.DateField()
    reason = models.CharField(max_length=200, default="")


class Person(Record, Travels):
    """A member of staff. The account is apart: a person may have none, or lose it.

    `unit` is where the person belongs: its administrator keeps the data, whatever posts are held elsewhere.
    """

    kind = "person"

    name = models.CharField(max_length=60)
    pinyin = models.CharField(max_length=120, default="")
    initials = models.CharField(max_length=60, default="")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    account = models.OneToOneField("identity.Account", models.PROTECT, null=True, related_name="person")
    gender = models.CharField(max_length=4, default="")
    born_on = models.DateField(null=True)
    grade = models.CharField(max_length=30, default="")  # 职级
    mobile = models.CharField(max_length=20, default="")
    office_phone = models.CharField(max_length=30, default="")
    email = models.CharField(max_length=120, default="")
    order = models.PositiveIntegerField(default=0)
    leader_order = models.PositiveIntegerField(default=0)  # 领导排序
    left_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class Post(Record):
    """A post in a unit, held by one person at a time or by several (staff)."""

    kind = "post"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")
    title = models.CharField(max_length=60)
    rank = models.CharField(max_length=10, default="staff")  # head | deputy | staff
    duties = models.JSONField(default=list)
    order = models.PositiveIntegerField(default=0)
    single = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint("unit", "title", condition=Q(closed_at=None), name="post_title_once")]

    def __str__(self) -> str:
        return self.title


class Holding(Record):
    """A person in a post, for a time. The main one is where he acts by default."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="holdings")
    post = models.ForeignKey(Post, models.PROTECT, related_name="holdings")
    main = models.BooleanField(default=False)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("person", "post", condition=Q(until=None), name="holding_once"),
            models.UniqueConstraint("person", condition=Q(until=None, main=True), name="holding_one_main"),
        ]

    @property
    def unit_id(self) -> int:
        return self.post.unit_id


class Oversight(Record):
    """分管: which leader looks after which unit; the B-role (B角) acts when the A-role is away."""

    leader = models.ForeignKey(Post, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    role = models.CharField(max_length=1, default="A")

    class Meta:
        constraints = [
            models.UniqueConstraint("unit", "role", name="oversight_one_each"),
            models.CheckConstraint(condition=Q(role__in=["A", "B"]), name="oversight_role"),
        ]


class Secretary(Record):
    """Who may record a leader's instruction for him (代录); the leader confirms it later."""

    leader = models.ForeignKey(Person, models.PROTECT, related_name="+")
    secretary = models.ForeignKey(Person, models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("leader", "secretary", condition=Q(until=None), name="secretary_once"),
            models.CheckConstraint(condition=~Q(leader=F("secretary")), name="secretary_is_another"),
        ]

    @property
    def unit_id(self) -> int:
        return self.leader.unit_id


class Delegation(Record):
    """委托代办 for a time span. It ends by itself at `until`, or earlier when recalled; the span is the truth.

    `ended_at` says when its end was made known (DelegationEnded).
    """

    kind = "delegation"

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    to = models.ForeignKey(Person, models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField()
    recalled_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="delegation_in_order"),
            models.CheckConstraint(condition=~Q(person=F("to")), name="delegation_to_another"),
        ]
        indexes = [models.Index(fields=["to", "until"], condition=Q(ended_at=None), name="delegation_open")]


class Application(Record):
    """新职员注册 (F-ID-26): what a member of staff says about himself, until an administrator opens the account or refuses.

    `password` is the hash of the one that he chose; it goes to the account, and nothing is left here of what was decided.
    """

    kind = "application"
    PENDING, APPROVED, REFUSED = "pending", "approved", "refused"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    gender = models.CharField(max_length=4, default="")
    mobile = models.CharField(max_length=20)
    office_phone = models.CharField(max_length=30, default="")
    wish = models.CharField(max_length=60)  # the post applied for, in his words
    reason = models.CharField(max_length=200)
    username = models.CharField(max_length=60)
    password = models.CharField(max_length=128, default="")
    ip = models.CharField(max_length=45, default="")
    applied_at = models.DateTimeField()
    state = models.CharField(max_length=10, default=PENDING)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=60, default="")
    refusal = models.CharField(max_length=200, default="")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("username"), condition=Q(state="pending"), name="application_username_once"),
            models.UniqueConstraint("mobile", condition=Q(state="pending"), name="application_mobile_once"),
            models.CheckConstraint(
                condition=Q(state="pending", decided_at=None)
                | Q(state="approved", person__isnull=False, decided_at__isnull=False)
                | (Q(state="refused", decided_at__isnull=False) & ~Q(refusal="")),
                name="application_decided",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "applied_at"], condition=Q(state="pending"), name="application_pending"),
            models.Index(fields=["ip", "applied_at"], name="application_from"),
        ]

    def __str__(self) -> str:
        return self.name


class Handover(Record):
    """交接 (F-ID-24, F-ID-40): who handed over to whom, when, and what; `passed` is the lines of each part, with the names of the day."""

    kind = "handover"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    to = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by_name = models.CharField(max_length=60)
    reason = models.CharField(max_length=200)
    leaving = models.BooleanField(default=False)
    passed = models.JSONField(default=dict)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(person=F("to")), name="handover_to_another")]
        indexes = [models.Index(fields=["unit", "-at"], name="handover_of_unit")]


class Import(Record):
    """A file of units, people and roles on its way in: checked first, then taken in whole or not at all.

    `content` goes when it is done or given up; `report` holds counts and, for each bad row, where it is and what to do.
    """

    kind = "import"
    CHECKING, BAD, READY, LOADING, DONE, DROPPED = "checking", "bad", "ready", "loading", "done", "dropped"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")  # under which everything stands
    name = models.CharField(max_length=200)
    content = models.BinaryField(null=True)
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, default=CHECKING)
    report = models.JSONField(default=dict)
    account = models.ForeignKey("identity.Account", models.PROTECT, related_name="+")
    post_id = models.BigIntegerField(null=True)  # in which the administrator acts
    by_name = models.CharField(max_length=60)
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["checking", "bad", "ready", "loading", "done", "dropped"]), name="import_state"
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(done_at__isnull=False, content=None), name="import_done"
            ),
        ]
        indexes = [models.Index(fields=["unit", "-made_at"], name="import_of_unit")]

    def __str__(self) -> str:
        return self.name
