"""After SECRET_KEY was changed: what was sealed with an earlier key is sealed with the new one."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand
from django.db import transaction

from accounts.sealed import opened, sealed

_SEALED = ("secret", "seed")  # what an app's codes, and recovery codes, are worked out from


class Command(BaseCommand):
    help = "Seals every app's key and the recovery codes with today's SECRET_KEY, so that a fallback can go."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        done = 0
        for factor in Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN).select_for_update():
            factor.data |= {name: sealed(opened(factor.data[name])) for name in _SEALED if name in factor.data}
            factor.save(update_fields=["data"])
            done += 1
        self.stdout.write(f"{done} sealed anew.")
