"""A shift as one part of a day of the week, and a place as one row of it.

Drawn here rather than by a template: a large nursery's week holds four hundred places on a hundred and twenty shifts,
and a template spent more time on each than PostgreSQL on all (docs/performance.md). This is the only statement of the
row; the week and the answer to every action use it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from nursery.dates import say_times
from rota.models import PlaceKind
from rota.queries.week import Act, PlaceRow, ShiftRow

register = template.Library()


@dataclass(frozen=True, slots=True)
class Words:
    """The row's words in one language, looked up once instead of for every row."""

    open_paid: str
    open_parent: str
    you: str
    you_said: str
    you_asked: str
    you_offered: str
    needs: str
    needs_you_offered: str
    said: str
    staff: str
    covering: str
    beside: str
    see: str
    leave: str
    why: str
    book: str
    cover: str
    offer: str
    take: str
    cancelled: str
    shadow: str


@lru_cache(maxsize=32)
def _words(_language: str | None) -> Words:
    return Words(
        open_paid=_("Open, for staff"),
        open_parent=_("Open, for a parent"),
        you=_quiet(_("you"), me=True),
        you_said=_quiet(_("you, said you’ll be there"), me=True),
        you_asked=_quiet(_("you, cover asked"), me=True),
        you_offered=_quiet(_("you offered"), me=True),
        needs=_quiet(_("needs cover")),
        needs_you_offered=_quiet(_("needs cover, you offered")),
        said=_quiet(_("will be there")),
        staff=_quiet(_("staff")),
        covering=_quiet(_("staff, covering")),
        beside=_quiet(_("staff, beside")),
        see=_("See"),
        leave=_("Can’t come"),
        why=_("Why can’t I?"),
        book=_("Book it"),
        cover=_("I can"),
        offer=_("I could"),
        take=_("Take it"),
        cancelled=_("Cancelled"),
        shadow=_quiet(_("shadow")),
    )


def _quiet(word: str, *, me: bool = False) -> str:
    return f'<span class="role{" me" if me else ""}">{word}</span>'


@register.simple_tag
def shift_sections(shifts: Iterable[ShiftRow], several_rooms: bool) -> SafeString:
    """The shifts of one day; the room is named where there are several."""
    words = _words(get_language())
    return mark_safe("".join(_section(each, words, several_rooms) for each in shifts))  # noqa: S308 - as in `place_row`


def _section(row: ShiftRow, words: Words, several_rooms: bool) -> str:
    shift = row.shift
    what = str(escape(shift.duty.name))
    if several_rooms and shift.room is not None:
        what += f", {escape(shift.room.name)}"
    head = (
        f'<h3><a href="shifts/{shift.public_id}/" hx-boost="false">{what}</a>'
        f"<span>{say_times(shift.starts, shift.ends)}</span></h3>"
    )
    if shift.is_cancelled:
        return f'<section class="shift cancelled">{head}<p class="quiet">{words.cancelled}</p></section>'
    lead = row.named_lead
    runs = _("%(name)s runs it.") % {"name": escape(lead.short_name)} if lead else ""
    places = "".join(map(place_row, row.places)) + "".join(
        f'<li class="place"><span>{escape(shadow.person.short_name)} {words.shadow}</span></li>'
        for shadow in row.shadows
    )
    said = f'<p class="quiet">{runs}</p>' if runs else ""
    return f'<section class="shift">{head}{said}<ul class="places">{places}</ul></section>'


@register.simple_tag
def place_row(row: PlaceRow, changed: bool = False, aside: bool = False) -> SafeString:
    """`<li>` with a mark, who stands there, a quiet word, and the one thing to do (a link to the place).

    Links are relative to the week's own address. `changed` marks the row that an action has just changed; `aside`
    lets htmx put it where it stands, although something else asked.
    """
    words = _words(get_language())
    name = f' id="place-{row.place.public_id}"' if row.act or changed else ""
    focus = f"{' data-focus' if changed else ''}{' hx-swap-oob=true' if aside else ''}"
    role = _role(row, words)
    return mark_safe(  # noqa: S308 - names are escaped in _who, everything else is ours
        f'<li class="place{_look(row)}"{name}{focus}><span>{_who(row, words)}{" " if role else ""}{role}</span>'
        f"{_link(row, words)}</li>"
    )


def _look(row: PlaceRow) -> str:
    look = " mine" if row.mine else ""
    if row.request:
        return f"{look} wanted"
    if row.holder is None:
        return f"{look} open"
    if row.place.kind == PlaceKind.PARENT and not row.holder.person.is_parent:
        return f"{look} covered"
    return look


def _who(row: PlaceRow, words: Words) -> str:
    if row.holder is None:
        return words.open_paid if row.place.kind == PlaceKind.PAID else words.open_parent
    who = escape(row.holder.person.short_name)
    if row.extra is not None:
        return f"{who} + {escape(row.extra.person.short_name)} {words.beside}"
    return str(who)


def _role(row: PlaceRow, words: Words) -> str:
    """The quiet word beside a name."""
    if row.holder is None:
        if row.my_offer:
            return words.you_offered
        if row.offers:
            return _quiet(ngettext("%(n)d offer", "%(n)d offers", row.offers) % {"n": row.offers})
        return ""
    if row.mine:
        return words.you_asked if row.request else words.you_said if row.said else words.you
    if row.request:
        return words.needs_you_offered if row.my_offer else words.needs
    person = row.holder.person
    said = f" {words.said}" if row.said else ""
    if person.is_paid and not person.is_parent:
        return (words.covering if row.place.kind == PlaceKind.PARENT else words.staff) + said
    return said.strip()


def _link(row: PlaceRow, words: Words) -> str:
    match row.act:
        case Act.NONE:
            return ""
        case Act.LEAVE:
            look, text = "button plain small", words.see if row.request else words.leave
        case _open if row.my_offer:
            look, text = "button plain small", words.see
        case _open if row.refusal is not None:
            look, text = "why", words.why
        case Act.BOOK:
            look, text = "button small", words.book
        case Act.COVER:
            look, text = "button small", words.cover
        case Act.TAKE:
            look, text = "why", words.take
        case _offer:
            look, text = "why", words.offer
    return f'<a class="{look}" href="places/{row.place.public_id}/">{text}</a>'
