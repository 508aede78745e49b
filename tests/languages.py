"""Two languages that the site can be made to speak, a few sentences of each: Polish, and Arabic, which is written from
right to left."""

import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

POLISH = {
    "Tomorrow": "Jutro",
    "You are on the rota": "Masz dyżur",
    "Thank you.": "Dziękujemy.",
    "I’ll be there": "Będę",
    "Choose what you are told, and how": "Wybierz, o czym i jak Cię powiadamiać",
    "What you are told, and how": "O czym i jak Cię powiadamiamy",
    "Language": "Język",
    "The nursery’s own": "Język przedszkola",
    "Home": "Początek",
    "This page is kept for others": "Ta strona jest dla innych",
    "This page is the manager’s.": "Ta strona jest dla kierowniczki.",
    "This link has run out.": "Ten odnośnik wygasł.",
    "Care": "Opieka",
    "%(duty)s at %(nursery)s": "%(duty)s w %(nursery)s",
    "“%(address)s” is not an e-mail address.": "„%(address)s” to nie jest adres e-mail.",
}
ARABIC = {
    "Tomorrow": "غدًا",
    "You are on the rota": "أنت في جدول المناوبات",
    "Thank you.": "شكرًا لك.",
    "What you are told, and how": "ما نخبرك به وكيف",
}
_CONTEXTS = {"Tomorrow": "a day"}


def speak(settings: Any, folder: Path) -> None:
    """Let the site speak English, Polish and Arabic. `settings` is pytest-django's fixture, which undoes it."""
    for code, words in (("pl", POLISH), ("ar", ARABIC)):
        _write_catalogue(folder / code / "LC_MESSAGES" / "django.mo", code, words)
    settings.LOCALE_PATHS = [folder]
    settings.LANGUAGES = [("en-gb", "English"), ("pl", "Polish"), ("ar", "Arabic")]


def _write_catalogue(path: Path, code: str, words: Mapping[str, str]) -> None:
    """As gettext reads it: https://www.gnu.org/software/gettext/manual/html_node/MO-Files.html"""
    keyed = {f"{_CONTEXTS[said]}\x04{said}" if said in _CONTEXTS else said: other for said, other in words.items()}
    keyed[""] = f"Language: {code}\nContent-Type: text/plain; charset=UTF-8\n"
    pairs = sorted((said.encode(), other.encode()) for said, other in keyed.items())
    begins = 28 + 16 * len(pairs)
    texts, tables = b"", b""
    for each in [said for said, _other in pairs] + [other for _said, other in pairs]:
        tables += struct.pack("<II", len(each), begins + len(texts))
        texts += each + b"\0"
    path.parent.mkdir(parents=True)
    head = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 28)
    path.write_bytes(head + tables + texts)
