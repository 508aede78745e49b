"""Who signs in, who is somebody in a nursery, and what lets them do things.

An *account* signs in; a *person* is somebody in one nursery, with any number of roles. An account may be a person
in several nurseries, and two people of one family may share one account (domain 01).
"""

import datetime as dt
import re
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from nursery.models import ClearanceKind, Session
from nursery.owned import NurseryOwned
from nursery.public_ids import PublicIdField

# What stands instead of a name that was erased ends in the public id, and holds no space that could part it.
_PSEUDONYM = re.compile("\u00a0[23456789bcdfghjkmnpqrstvwxyz]{12}$")


def pseudonym(words: str) -> str:
    """`words`, which end in a public id, as they stand in the place of a name."""
    return words.replace(" ", "\u00a0")


def is_pseudonym(name: str) -> bool:
    return _PSEUDONYM.search(name) is not None


class AccountManager(BaseUserManager["Account"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Account":
        account = self.model(email=email.strip().lower(), **fields)
        if password:
            account.set_password(password)
        else:
            account.set_unusable_password()
        account.save(using=self._db)
        return account

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(email__iexact=username)


class Account(AbstractBaseUser):
    """Signs in by e-mail; knows nothing of nurseries but through its people."""

    email = models.EmailField(_("e-mail"), max_length=254)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = AccountManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="account_email")]

    def __str__(self) -> str:
        return self.email


class RoleKind(models.TextChoices):
    PARENT = "parent", _("parent")
    STAFF = "staff", _("staff")
    BANK = "bank", _("bank staff")
    MANAGER = "manager", _("manager")
    TRUSTEE = "trustee", _("trustee")
    TREASURER = "treasurer", _("treasurer")


PAID_ROLES = frozenset({RoleKind.STAFF, RoleKind.BANK, RoleKind.MANAGER})
# Those who see more than their own: they show a second factor first (accounts/access.py).
TRUSTED_ROLES = frozenset({RoleKind.MANAGER, RoleKind.TRUSTEE, RoleKind.TREASURER})


class Level(models.IntegerChoices):
    """The qualification levels that ratio rules ask for."""

    NONE = 0, _("none")
    TWO = 2, _("level 2")
    THREE = 3, _("level 3")
    SIX = 6, _("level 6")


class DbsLevel(models.TextChoices):
    """How far a DBS check looked."""

    BASIC = "basic", _("basic")
    STANDARD = "standard", _("standard")
    ENHANCED = "enhanced", _("enhanced")
    ENHANCED_BARRED = "enhanced_barred", _("enhanced with barred lists")


class Decision(models.TextChoices):
    """What whoever checked a clearance decided."""

    ACCEPTED = "accepted", _("accepted")
    NOT_ACCEPTED = "not_accepted", _("not accepted")


class Family(NurseryOwned):
    public_id = PublicIdField()
    key = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    share = models.DecimalField(max_digits=7, decimal_places=4, default=1)

    class Meta:
        verbose_name_plural = "families"
        constraints = [
            models.UniqueConstraint(fields=["nursery", "key"], name="family_key"),
            models.CheckConstraint(condition=Q(share__gte=0), name="family_share_not_negative"),
        ]

    def __str__(self) -> str:
        return self.name


class FamilyShare(NurseryOwned):
    """An agreed share that holds from a day on, instead of the family's first."""

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="shares")
    starts = models.DateField()
    share = models.DecimalField(max_digits=7, decimal_places=4)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["family", "starts"], name="family_share_day"),
            models.CheckConstraint(condition=Q(share__gte=0), name="family_dated_share_not_negative"),
        ]


class Child(NurseryOwned):
    """The least that works: a first name or initial and the month of birth (its first day)."""

    public_id = PublicIdField()
    key = models.CharField(max_length=80)
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="children")
    name = models.CharField(max_length=100)
    born = models.DateField()
    joined = models.DateField(null=True, blank=True)
    left = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "children"
        constraints = [
            models.UniqueConstraint(fields=["nursery", "key"], name="child_key"),
            models.CheckConstraint(condition=Q(left__gte=F("joined")), name="child_leaves_after_joining"),
        ]

    def __str__(self) -> str:
        return self.name


class ChildSession(NurseryOwned):
    """A child booked into a session, week after week; both ends are included."""

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="sessions")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="children")
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)


class Person(NurseryOwned):
    """Somebody in one nursery. A member is any person."""

    public_id = PublicIdField()
    key = models.CharField(max_length=80)
    account = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, blank=True, related_name="people")
    family = models.ForeignKey(Family, on_delete=models.PROTECT, null=True, blank=True, related_name="people")
    name = models.CharField(max_length=200)
    email = models.EmailField(max_length=254, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    language = models.CharField(max_length=20, blank=True, default="")  # what to be written to in; "": the nursery's
    roles = ArrayField(models.CharField(max_length=12, choices=RoleKind.choices), default=list)
    level = models.PositiveSmallIntegerField(choices=Level.choices, default=Level.NONE)
    adult = models.BooleanField(default=True)  # 17 or over
    joined = models.DateField(null=True, blank=True)
    left = models.DateField(null=True, blank=True)

    # Not kept: set by accounts/access.py on whoever opened a page and has a second factor still to show. Until then
    # the trusted roles do not count for that page; `roles` says whatever it says.
    second_factor_due = False

    class Meta:
        verbose_name_plural = "people"
        constraints = [
            models.UniqueConstraint(fields=["nursery", "key"], name="person_key"),
            models.CheckConstraint(condition=Q(left__gte=F("joined")), name="person_leaves_after_joining"),
        ]
        indexes = [models.Index(Lower("email"), name="person_email")]

    def __str__(self) -> str:
        return self.short_name

    @property
    def short_name(self) -> str:
        """First name and initial, which is all that other families see (domain 01): "Amara O."; of somebody who is
        erased the whole of what stands there instead of a name."""
        if self.is_erased:
            return self.name
        first, *others = self.name.split()
        return f"{first} {others[-1][0]}." if others else first

    @property
    def is_erased(self) -> bool:
        """Their name has been replaced: nobody knows any more who this was (rights/actions/erasing.py)."""
        return is_pseudonym(self.name)

    @property
    def counted_roles(self) -> frozenset[str]:
        """The roles that may open something: without the trusted ones while a second factor is due."""
        return frozenset(self.roles) - (TRUSTED_ROLES if self.second_factor_due else frozenset())

    @property
    def is_parent(self) -> bool:
        return RoleKind.PARENT in self.roles

    @property
    def is_paid(self) -> bool:
        """Whether they are paid for their turns: a fact about the rota, whatever a page may show them."""
        return not PAID_ROLES.isdisjoint(self.roles)

    @property
    def works_here(self) -> bool:
        """Paid, and known to be who they say as far as that needs: what pages of the staff ask."""
        return not PAID_ROLES.isdisjoint(self.counted_roles)

    @property
    def is_manager(self) -> bool:
        return RoleKind.MANAGER in self.counted_roles

    @property
    def is_trustee(self) -> bool:
        return RoleKind.TRUSTEE in self.counted_roles

    @property
    def is_treasurer(self) -> bool:
        return RoleKind.TREASURER in self.counted_roles

    @property
    def approves(self) -> bool:
        """The manager, or to whom the manager's approvals pass today (domain 02, deputy).

        Whether they deputise is read by `accounts.queries.people_of`, for whoever opened the page.
        """
        return self.is_manager or getattr(self, "deputises", False)

    @property
    def reads_costs(self) -> bool:
        return self.is_manager or self.answers_for_it

    @property
    def answers_for_it(self) -> bool:
        """Trustees and the treasurer, who look first at whether the model works."""
        return self.is_trustee or self.is_treasurer

    @property
    def keeps_money(self) -> bool:
        return self.is_manager or self.is_treasurer

    @property
    def say_roles(self) -> str:
        return ", ".join(str(RoleKind(role).label) for role in self.roles)

    def belongs_on(self, day: dt.date) -> bool:
        return (self.joined is None or self.joined <= day) and (self.left is None or day <= self.left)


class PersonLevel(NurseryOwned):
    """A qualification level that holds from a day on, instead of the person's first."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="levels")
    starts = models.DateField()
    level = models.PositiveSmallIntegerField(choices=Level.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "starts"], name="person_level_day")]


# Of the clearances on record, those that let anybody do anything: whoever reads the table to see what somebody holds
# filters by this (or asks `Clearance.in_force`).
IN_FORCE = Q(decision=Decision.ACCEPTED, replaced_at=None)


class Clearance(NurseryOwned):
    """A dated fact that lets a person do something; valid on its first and last day. Never a document.

    Of a check no more is kept than domain 01 says: reference, issue date, the level of a DBS check, who checked,
    the decision, and when it was put on record (None: before the product kept that). One that was not accepted holds
    nothing, and neither does one with `replaced_at`: it is what was on record until it was corrected at that moment.
    """

    public_id = PublicIdField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="clearances")
    kind = models.CharField(max_length=12, choices=ClearanceKind.choices)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    reference = models.CharField(max_length=100, blank=True)
    issued = models.DateField(null=True, blank=True)
    level = models.CharField(max_length=16, choices=DbsLevel.choices, blank=True, default="")
    checked_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decision = models.CharField(max_length=12, choices=Decision.choices, default=Decision.ACCEPTED)
    recorded_at = models.DateTimeField(null=True, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="clearance_ends_after_start"),
            models.CheckConstraint(
                condition=Q(level="") | Q(kind=ClearanceKind.DBS), name="only_a_dbs_check_has_a_level"
            ),
        ]
        indexes = [models.Index(fields=["person", "kind"], name="clearance_person_kind")]

    @property
    def in_force(self) -> bool:
        """Whether it is what the record says now, and was accepted; on which days is another matter."""
        return self.decision == Decision.ACCEPTED and self.replaced_at is None

    def holds_on(self, day: dt.date) -> bool:
        return self.in_force and self.starts <= day and (self.ends is None or day <= self.ends)


class Deputy(NurseryOwned):
    """Somebody to whom the manager's approvals pass for a span of days, both included (domain 02)."""

    public_id = PublicIdField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="deputyships")
    starts = models.DateField()
    ends = models.DateField()

    class Meta:
        verbose_name_plural = "deputies"
        constraints = [models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="deputy_ends_after_start")]


class UsedLink(NurseryOwned):
    """A signed link that has done what it was for (see `accounts.links`): each works once."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=40)
    subject = models.CharField(max_length=60)
    used_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "purpose", "subject"], name="link_works_once")]
