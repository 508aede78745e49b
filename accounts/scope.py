"""One account's scope, for what belongs to an account before there is a nursery for it: both walls at once, as
`nursery.scope` has them for nurseries."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from django.conf import settings
from django.db import connection, models, transaction
from django_scopes import ScopedManager, scope

from accounts.models import Account

_Row = TypeVar("_Row", bound=models.Model, covariant=True)

if TYPE_CHECKING:

    class OwnersManager(models.Manager[_Row]):
        """As type checkers see it."""
else:

    class OwnersManager(type(ScopedManager(account="account"))):
        """A manager whose queries fail outside `account_scope()`."""


class AccountOwned(models.Model):
    """A row that belongs to exactly one account, and to no nursery."""

    # PostgreSQL itself takes the rows away with their account (`of_account` in the migration): whoever erases an
    # account does so from a nursery, and sees none of them.
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )

    objects = OwnersManager()

    class Meta:
        abstract = True


@contextmanager
def account_scope(account: Account) -> Iterator[None]:
    """Everything inside sees what is `account`'s own and no other's. Opens a transaction where there is none."""
    with transaction.atomic(), scope(account=account), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('turnabout.account', %s, true)", [str(account.pk)])
        try:
            yield
        finally:
            if not connection.needs_rollback:
                cursor.execute("SELECT set_config('turnabout.account', '', true)")
