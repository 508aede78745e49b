"""How somebody knows a browser again in a list: by what it says of itself. Pure."""

from django.utils.translation import gettext as _

# What a browser says of itself, and what people call it; the first that fits.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_MACHINES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "Chromebook"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)
_PHONES = {"iPhone", "Android"}
_LONGEST = 80


def name_of(user_agent: str) -> str:
    """ "Chrome on Android", by the browser's own header."""
    browser, machine = _first(_BROWSERS, user_agent), _first(_MACHINES, user_agent)
    if browser and machine:
        return (_("%(browser)s on %(machine)s") % {"browser": browser, "machine": machine})[:_LONGEST]
    return browser or machine or _("A browser")


def is_phone(user_agent: str) -> bool:
    return _first(_MACHINES, user_agent) in _PHONES


def _first(names: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for sign, name in names if sign in user_agent), "")
