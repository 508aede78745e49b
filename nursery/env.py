"""Reading settings from the environment, each with one plain sentence when it cannot be read."""

import os

from django.core.exceptions import ImproperlyConfigured

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off", ""}


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def flag(name: str, default: bool = False) -> bool:
    """`name` as a truth value; raises ImproperlyConfigured for a word that is neither yes nor no."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value.lower() in _TRUE:
        return True
    if value.lower() in _FALSE:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")


def refuse_weak(name: str, secret: str) -> None:
    """Raises ImproperlyConfigured where a secret can be guessed; what it is stands in no message."""
    if len(secret) < 32 or len(set(secret)) < 10 or secret.startswith("django-insecure"):
        raise ImproperlyConfigured(
            f"{name} can be guessed. Make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
        )


def number(name: str, default: int) -> int:
    value = os.environ.get(name)
    if value is None:
        return default
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from None


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list; blanks are dropped."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def by_name(name: str) -> dict[str, str]:
    """`name` itself under "", and each `name_OF` under "OF"; what is empty is left out."""
    return {
        key.removeprefix(name).removeprefix("_"): value
        for key, value in os.environ.items()
        if value and (key == name or key.startswith(f"{name}_"))
    }
