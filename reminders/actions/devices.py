"""In which browsers a person's notifications are shown."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction

from accounts.models import Account, Person
from nursery.models import Nursery
from nursery.scope import nursery_scope
from reminders.models import PushDevice
from reminders.queries.devices import Subscription, at_hand

MOST = 10  # a person; more are browsers that nobody uses any more


@transaction.atomic
def turn_on(
    person: Person,
    subscription: Subscription,
    label: str,
    *,
    here: Collection[str] = (),
    nursery: Nursery,
    now: dt.datetime,
) -> PushDevice:
    """Show a person's notifications in a browser, and nobody else's of the nursery from now on. Doing it twice is
    doing it once; of more than `MOST` the one that was used longest ago goes. `here` are the public ids by which this
    browser has been known in the nursery."""
    device, _made = PushDevice.objects.update_or_create(
        nursery=nursery,
        endpoint=subscription.endpoint,
        defaults={
            "person": person,
            "p256dh": subscription.p256dh,
            "auth": subscription.auth,
            "label": label,
            "added_at": now,
            "used_at": None,
        },
    )
    PushDevice.objects.filter(public_id__in=here).exclude(pk=device.pk).delete()
    others = [each for each in at_hand(person) if each.pk != device.pk]
    unused = sorted(others, key=lambda each: each.used_at or each.added_at, reverse=True)[MOST - 1 :]
    PushDevice.objects.filter(pk__in=[each.pk for each in unused]).delete()
    return device


def turn_off(person: Person, public_id: str) -> PushDevice | None:
    """The device that is no more; None where it was none of theirs, or is gone already."""
    device = PushDevice.objects.filter(person=person, public_id=public_id).first()
    if device is not None:
        PushDevice.objects.filter(pk=device.pk).delete()
    return device


def renew(here: Collection[tuple[int, str]], subscription: Subscription) -> int:
    """A browser has got another address for what is shown in it already: how many rows that were. `here` as in
    `forget`. Outside any scope."""
    renewed = 0
    for nursery, ids in _by_nursery(here):
        with nursery_scope(nursery):
            rows = PushDevice.objects.filter(public_id__in=ids)
            first = rows.order_by("pk").first()
            if first is None:
                continue
            PushDevice.objects.filter(endpoint=subscription.endpoint).exclude(pk=first.pk).delete()
            renewed += rows.filter(pk=first.pk).update(
                endpoint=subscription.endpoint, p256dh=subscription.p256dh, auth=subscription.auth
            )
    return renewed


def forget(here: Collection[tuple[int, str]], *, but_of: Account | None = None) -> None:
    """Show nothing more in a browser, or nothing but one account's. `here` names devices by nursery (its row id) and
    public id, as the browser keeps them. Outside any scope."""
    for nursery, ids in _by_nursery(here):
        with nursery_scope(nursery):
            rows = PushDevice.objects.filter(public_id__in=ids)
            if but_of is not None:
                rows = rows.exclude(person__account=but_of)
            rows.delete()


def _by_nursery(here: Collection[tuple[int, str]]) -> list[tuple[Nursery, list[str]]]:
    nurseries = Nursery.objects.in_bulk({pk for pk, _public_id in here}) if here else {}
    return [(nursery, [public_id for pk, public_id in here if pk == nursery.pk]) for nursery in nurseries.values()]
