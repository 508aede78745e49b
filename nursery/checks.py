"""What `manage.py check` says of a misconfigured installation."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from nursery.erasing import ERASER, eraser_is_there


@register(Tags.security, deploy=True)
def demo_is_off(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    if settings.DEMO:
        return [
            Error(
                "TURNABOUT_DEMO lets anybody sign in as anybody.",
                hint="Unset it for a real nursery.",
                id="nursery.E001",
            )
        ]
    return []


@register(Tags.database, deploy=True)
def two_database_roles(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    databases = settings.DATABASES
    if databases["default"]["USER"] == databases["owner"]["USER"]:
        return [
            Warning(
                "The app serves under the role that owns the tables, so row-level security does not bind it.",
                hint="Give the app its own role in DATABASE_URL and the owner's in DATABASE_OWNER_URL.",
                id="nursery.W001",
            )
        ]
    return []


@register(Tags.database, deploy=True)
def eraser_role(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    if "default" not in (databases or ()) or eraser_is_there():
        return []
    return [
        Warning(
            f"The role {ERASER} is not there, so nobody is erased when their time is over.",
            hint="docs/operations.md says how to make it; then run migrate.",
            id="nursery.W006",
        )
    ]


@register(Tags.security, deploy=True)
def site_has_a_public_address(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    problems: list[CheckMessage] = []
    if not settings.SITE_URL.startswith("https://"):
        problems.append(Warning("SITE_URL, which links in mail begin with, is not https.", id="nursery.W002"))
    if settings.EMAIL_BACKEND == "nursery.mail.FileBackend":
        problems.append(
            Warning("EMAIL_URL is not set: mail is written to a folder and reaches nobody.", id="nursery.W003")
        )
    return problems


@register(Tags.security, deploy=True)
def founding_is_looked_after(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    if not settings.FOUNDING_OPEN:
        return []
    return [
        Warning(
            "FOUNDING_OPEN lets anybody with an e-mail address start a nursery here.",
            hint="Unset it, and let those whom you know with: manage.py let_found EMAIL",
            id="nursery.W006",
        )
    ]


@register(Tags.files)
def font_folders_hold_fonts(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    return [
        Warning(
            f"FONT_DIRS names {folder}, where there is no font.",
            hint="Name folders that hold .ttf, .otf, .ttc or .otc files, separated by commas.",
            id="nursery.W004",
        )
        for folder in settings.FONT_DIRS
        if not any(path.suffix.lower() in {".ttf", ".otf", ".ttc", ".otc"} for path in Path(folder).rglob("*"))
    ]
