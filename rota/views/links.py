"""What the one-tap links of cover, call-outs and reopened places show and do (see accounts/links.py); those of one's
own turns are in `turn_links.py`.

Nobody is signed in here: a page shows its one request, and nothing else of the nursery.
"""

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.links import LinkRequest, use_link
from nursery.refusal import Refusal, Refused
from rota.actions.booking import book_place
from rota.actions.calling import answer_no, answer_yes
from rota.actions.cover import decline_request, offer_place
from rota.models import LIVE, Booking, CallOut, CoverRequest, Place, Shift
from rota.queries.calling import answer_question
from rota.queries.facts import question_about
from rota.rules.booking import booking_refusal, cover_refusal
from rota.rules.calling import answer_refusal, call_out_ended_refusal, filled
from rota.rules.leaving import request_ended_refusal
from rota.views.booking import say_shift

YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Button:
    answer: str
    label: str
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What a link asks about `shift`, read with duty and room: the words of the page, the buttons, what each of them
    would do where that needs saying, who stands there already (`mine` is left out of them), and why the answer cannot
    be yes."""

    shift: Shift
    title: str
    buttons: tuple[Button, ...]
    mine: Place | None = None
    explained: str = ""
    refusal: Refusal | None = None

    @property
    def when(self) -> str:
        """The shift's time as the page showed it: a button pressed after the shift was moved says the old one."""
        return f"{self.shift.starts_at.isoformat()}/{self.shift.ends_at.isoformat()}"

    @property
    def offered(self) -> tuple[Button, ...]:
        """What can be pressed: where a yes is refused, whatever else there is."""
        return tuple(button for button in self.buttons if self.refusal is None or button.answer != YES)


@dataclass(frozen=True, slots=True)
class Said:
    """What was done, and what happens now."""

    headline: str
    then: str = ""


def asked_of(place: Place, title: str, yes: str, *, no: str = "", refusal: Refusal | None = None) -> Asked:
    """A question about a place that could be theirs."""
    buttons = [Button(YES, yes), *([Button(NO, no, plain=True)] if no else [])]
    return Asked(place.shift, title, tuple(buttons), mine=place, refusal=refusal)


class OneTap(ABC):
    """One page, one button, once."""

    def show(self, request: LinkRequest) -> HttpResponse:
        return self._page(request, self.asked(request))

    def do(self, request: LinkRequest) -> HttpResponse:
        asked = self.asked(request)
        if request.POST.get("when") != asked.when:
            return self._page(request, asked, moved=True, status=409)
        answer = request.POST.get("answer", "")
        if answer not in {button.answer for button in asked.buttons}:
            return self._page(request, asked, status=409)  # the page had another button when it was opened
        use_link(request.link, request.person, nursery=request.nursery, now=request.now)
        said = self.answered(request, answer)
        context = {"asked": asked, "person": request.person, "today": request.today, "said": said}
        return render(request, "rota/link_done.html", context)

    def _page(self, request: LinkRequest, asked: Asked, *, moved: bool = False, status: int = 200) -> HttpResponse:
        context = {
            "asked": asked,
            "person": request.person,
            "today": request.today,
            "others": _others(asked),
            "moved": moved or self.was_moved(request, asked.shift),
        }
        return render(request, "rota/link.html", context, status=status)

    def was_moved(self, request: LinkRequest, shift: Shift) -> bool:
        """Whether the shift is at another time than when the letter was written: its link ends with the shift's."""
        return int(request.link.expires_at.timestamp()) != int(self.ends(shift).timestamp())

    def ends(self, shift: Shift) -> dt.datetime:
        return shift.starts_at

    @abstractmethod
    def asked(self, request: LinkRequest) -> Asked:
        """Raises Refused where nothing is asked any more."""

    @abstractmethod
    def answered(self, request: LinkRequest, answer: str) -> Said:
        """Do what was pressed; what to say then. Raises Refused."""


class Offering(OneTap):
    """Something that they could take: yes or no."""

    def answered(self, request: LinkRequest, answer: str) -> Said:
        if answer == YES:
            return Said(self.yes(request))
        self.no(request)
        return Said(_("Thank you for saying so."))

    @abstractmethod
    def yes(self, request: LinkRequest) -> str:
        """Take it; what to say then. Raises Refused."""

    def no(self, request: LinkRequest) -> None:
        """Say that they cannot. Raises Refused."""


def _others(asked: Asked) -> Iterable[str]:
    """Who else is there, as other families see them."""
    there = Booking.objects.filter(shift=asked.shift, status__in=LIVE)
    if asked.mine is not None:
        there = there.exclude(place=asked.mine, covers__isnull=True)
    return [booking.person.short_name for booking in there.select_related("person").order_by("person__name")]


def _gone() -> Refused:
    return Refused(
        Refusal(
            "gone",
            _("This is not asked any more, thank you."),
            _("Look at the week for another place."),
            override=False,
        )
    )


class CoverLink(Offering):
    """ "I can take it": an offer, or the place at once where the nursery lets it."""

    def _request(self, request: LinkRequest) -> CoverRequest:
        found = (
            CoverRequest.objects.filter(public_id=request.link.subject)
            .select_related("booking__shift__duty", "booking__shift__room", "booking__place", "booking__person")
            .first()
        )
        if found is None or found.booking.place is None:
            raise _gone()
        if refusal := request_ended_refusal(found, request.now):
            raise Refused(refusal)
        return found

    def _place(self, found: CoverRequest) -> Place:
        place = found.booking.place
        if place is None:
            raise _gone()
        place.shift = found.booking.shift
        return place

    def asked(self, request: LinkRequest) -> Asked:
        found = self._request(request)
        place = self._place(found)
        refusal = cover_refusal(question_about(place, request.person, request.nursery, request.now))
        title = _("%(name)s can’t come. Could you?") % {"name": found.booking.person.short_name}
        return asked_of(place, title, _("I can take it"), no=_("I can’t"), refusal=refusal)

    def yes(self, request: LinkRequest) -> str:
        place = self._place(self._request(request))
        answer = offer_place(place, request.person, nursery=request.nursery, now=request.now, by_link=True)
        if isinstance(answer, Booking):
            return _("Thank you: %(shift)s is yours.") % {"shift": say_shift(place.shift)}
        return _("Thank you. The manager will say yes or no to you soon.")

    def no(self, request: LinkRequest) -> None:
        decline_request(self._request(request), request.person, nursery=request.nursery, now=request.now, by_link=True)


class CallOutLink(Offering):
    """ "I'm coming": the first has the place at once."""

    def ends(self, shift: Shift) -> dt.datetime:
        return shift.ends_at

    def _call(self, request: LinkRequest) -> CallOut:
        found = (
            CallOut.objects.filter(public_id=request.link.subject)
            .select_related("place__shift__duty", "place__shift__room")
            .first()
        )
        if found is None:
            raise _gone()
        if refusal := call_out_ended_refusal(found, request.now):
            raise Refused(refusal)
        return found

    def asked(self, request: LinkRequest) -> Asked:
        call = self._call(request)
        question, _request = answer_question(call.place, request.person, request.nursery, request.now)
        refusal = answer_refusal(question)
        if refusal is not None and refusal.code == "taken":
            raise Refused(filled())
        begun = call.place.shift.starts_at <= request.now
        title = _("Can you come now?") if begun else _("Can you come?")
        return asked_of(call.place, title, _("I’m coming"), no=_("I can’t"), refusal=refusal)

    def yes(self, request: LinkRequest) -> str:
        call = self._call(request)
        answer_yes(call, request.person, nursery=request.nursery, now=request.now, by_link=True)
        return _("Thank you: you are down for %(shift)s, and the manager knows.") % {
            "shift": say_shift(call.place.shift)
        }

    def no(self, request: LinkRequest) -> None:
        answer_no(self._call(request), request.person, nursery=request.nursery, now=request.now, by_link=True)


class PlaceLink(Offering):
    """ "Book it": for reserves, when a place has come free."""

    def _place(self, request: LinkRequest) -> Place:
        public_id, _dash, _left = request.link.subject.partition("-")
        found = Place.objects.filter(public_id=public_id).select_related("shift__duty", "shift__room").first()
        if found is None:
            raise _gone()
        return found

    def asked(self, request: LinkRequest) -> Asked:
        place = self._place(request)
        refusal = booking_refusal(question_about(place, request.person, request.nursery, request.now))
        if refusal is not None and refusal.code == "taken":
            raise Refused(filled())
        return asked_of(place, _("A place has come free. Would you like it?"), _("Book it"), refusal=refusal)

    def yes(self, request: LinkRequest) -> str:
        place = self._place(request)
        try:
            book_place(place, request.person, nursery=request.nursery, now=request.now, by_link=True)
        except Refused as error:
            if error.refusal.code == "taken":
                raise Refused(filled()) from error
            raise
        return _("Booked, thank you: %(shift)s.") % {"shift": say_shift(place.shift)}
