"""What the one-tap links of one's own turns show and do: "I'll be there", and "I can't: find cover"."""

from django.utils.translation import gettext as _

from accounts.links import LinkRequest
from nursery.refusal import Refusal, Refused, refuse
from rota.actions.booking import give_back
from rota.actions.coming import say_will_come
from rota.actions.cover import ask_for_cover
from rota.models import Booking, CoverStatus
from rota.queries.shares import term_on
from rota.rules.coming import will_come_refusal
from rota.rules.leaving import ask_for_cover_refusal, give_back_refusal, no_longer_booked
from rota.views.booking import say_asked, say_given_back, say_shift
from rota.views.links import YES, Asked, Button, OneTap, Said

GIVE_BACK, ASK = "give_back", "ask"


class _TurnLink(OneTap):
    """A link whose subject is a booking, and the letter that carried it: each letter has its own."""

    def booking(self, request: LinkRequest) -> Booking:
        public_id, _dash, _letter = request.link.subject.partition("-")
        found = (
            Booking.objects.filter(public_id=public_id)
            .select_related("shift__duty", "shift__room", "place", "person")
            .first()
        )
        if found is None:
            raise Refused(no_longer_booked())
        return found

    def asks_for_cover(self, booking: Booking) -> bool:
        return booking.cover_requests.filter(status=CoverStatus.OPEN).exists()


class WillComeLink(_TurnLink):
    """ "I'll be there": kept, and seen by the manager."""

    def asked(self, request: LinkRequest) -> Asked:
        booking = self.booking(request)
        refuse(will_come_refusal(booking, request.person, request.now, term_on(booking.shift.date)))
        if booking.will_come_at is not None:
            raise Refused(
                Refusal(
                    "said",
                    _("You have said already that you’ll be there, thank you."),
                    _("Sign in to see how things stand now."),
                    override=False,
                )
            )
        title, explained = _("Will you be there?"), ""
        if self.asks_for_cover(booking):
            title = _("Can you come after all?")
            explained = _("You have asked for cover. If you’ll be there, we stop looking for somebody else.")
        button = Button(YES, _("I’ll be there"))
        return Asked(booking.shift, title, (button,), mine=booking.place, explained=explained)

    def answered(self, request: LinkRequest, answer: str) -> Said:
        booking = say_will_come(
            self.booking(request), request.person, nursery=request.nursery, now=request.now, by_link=True
        )
        return Said(
            _("Thank you, see you then: %(shift)s.") % {"shift": say_shift(booking.shift)},
            _("If something comes up after all, say so as soon as you know, and we look for somebody else."),
        )


class CannotComeLink(_TurnLink):
    """ "I can't": cover is asked for, or the place given back while the notice period allows it. Never why."""

    def asked(self, request: LinkRequest) -> Asked:
        booking = self.booking(request)
        term = term_on(booking.shift.date)
        refuse(ask_for_cover_refusal(booking, request.person, request.now, term))
        if booking.place is None:
            raise Refused(
                Refusal(
                    "shadow",
                    _("You come to learn, so nobody has to be found instead of you."),
                    _("Sign in to take yourself off this shift, or tell the manager."),
                    override=False,
                )
            )
        if self.asks_for_cover(booking):
            raise Refused(
                Refusal(
                    "asked",
                    _("You have asked for cover already."),
                    _("It stays yours until the manager says yes to somebody. Sign in to see who has offered."),
                    override=False,
                )
            )
        too_late = give_back_refusal(booking, request.person, request.nursery.policy, request.now, term)
        if too_late is None:
            buttons: tuple[Button, ...] = (
                Button(GIVE_BACK, _("Give it back")),
                Button(ASK, _("Ask for cover"), plain=True),
            )
            explained = _(
                "Give it back, and it is open for anybody and no longer yours. Ask for cover, and we tell those who"
                " could come; it stays yours until the manager says yes to one of them. You need not say why."
            )
        else:
            buttons = (Button(ASK, _("Find cover")),)
            explained = _(
                "We tell those who could come, and it stays yours until the manager says yes to one of them. You need"
                " not say why."
            )
            if too_late.code == "too_late":
                explained = f"{too_late.sentence} {explained}"
        return Asked(booking.shift, _("You can’t come?"), buttons, mine=booking.place, explained=explained)

    def answered(self, request: LinkRequest, answer: str) -> Said:
        booking = self.booking(request)
        who, nursery, now = request.person, request.nursery, request.now
        if answer == GIVE_BACK:
            give_back(booking, who, nursery=nursery, now=now, by_link=True)
            return Said(say_given_back(booking), _("There is nothing more to do."))
        asked = ask_for_cover(booking, who, nursery=nursery, now=now, by_link=True)
        return Said(_("You have asked for cover: %(shift)s.") % {"shift": say_shift(booking.shift)}, say_asked(asked))
