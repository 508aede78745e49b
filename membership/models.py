"""Who was asked to join, and what they found wrong in what the nursery knows of them."""

import datetime as dt

from django.db import models
from django.db.models import F, Q

from accounts.models import Person
from nursery.owned import NurseryOwned
from nursery.public_ids import PublicIdField


class Invitation(NurseryOwned):
    """A link that went to `email`, by which `person` opens an account: until `expires_at`, and once.

    `opened_at` is when a browser first showed its page, which may have been a mail program's. Whoever is invited again
    has the earlier invitation taken back (`recalled_at`), so that never more than one works.
    """

    public_id = PublicIdField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(max_length=254)
    invited_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    recalled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(used_at=None, recalled_at=None), name="one_invitation_that_works"
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("invited_at")), name="invitation_ends_after_it_went"),
            models.CheckConstraint(condition=Q(used_at=None) | Q(recalled_at=None), name="used_or_recalled"),
        ]

    def works_at(self, now: dt.datetime) -> bool:
        return self.used_at is None and self.recalled_at is None and now < self.expires_at


class Remark(NurseryOwned):
    """What somebody says is not right of what is kept of them; nothing changes by it. `invitation` is the one on whose
    page they said so, None from inside. `done_at`: the manager has seen to it."""

    public_id = PublicIdField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="remarks")
    invitation = models.ForeignKey(Invitation, on_delete=models.SET_NULL, null=True, blank=True, related_name="remarks")
    text = models.CharField(max_length=500)
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="remark_says_something")]
