"""What trustees wondered about and gave a name."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from nursery.models import Term
from nursery.owned import NurseryOwned
from nursery.public_ids import PublicIdField


class WhatIf(NurseryOwned):
    """A question about a term, kept under a name; the answer is worked out whenever somebody opens it.

    `changes` is what was asked, in the words of the form (`costs.forms.what_if`): field → what was typed. Nothing in
    it names a person.
    """

    public_id = PublicIdField()
    name = models.CharField(_("name"), max_length=80)
    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="what_ifs")
    changes = models.JSONField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = "what-if"
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="what_if_has_a_name")]
