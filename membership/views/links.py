"""What the link of an invitation shows and does (see accounts/links.py)."""

from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from accounts.access import acting_key
from accounts.coming_in import come_in
from accounts.links import LinkRequest
from accounts.models import Account
from accounts.proof import note_link
from accounts.queries import account_of
from membership.actions.joining import join, note_opened, remark
from membership.forms.people import RemarkForm
from membership.models import Invitation
from membership.queries.invitations import invitation_named, known_of
from membership.rules.invitations import ended_refusal, not_theirs_refusal
from nursery.refusal import Refusal, refuse


class InvitationLink:
    """One page: what the nursery knows of them, and one button. Looking at it changes nothing.

    A browser that shows it says so by a request of its own (`answer` "seen"), which programs that only follow links
    do not make.
    """

    def ended(self, request: LinkRequest) -> Refusal | None:
        return ended_refusal(self._invitation(request), request.person, request.now)

    def show(self, request: LinkRequest) -> HttpResponse:
        found = self._named(request)
        refuse(not_theirs_refusal(account_of(found.email), self._visitor(request), request.person))
        return self._page(request)

    def do(self, request: LinkRequest) -> HttpResponse:
        found = self._named(request)
        answer = request.POST.get("answer", "")
        if answer == "seen":
            note_opened(found, now=request.now)
            return HttpResponse(status=204)
        if answer == "not_right":
            return self._remark(request, found)
        if answer != "join":
            return self._page(request, status=409)
        return self._join(request, found)

    def _join(self, request: LinkRequest, found: Invitation) -> HttpResponse:
        came = join(found, self._visitor(request), now=request.now)
        week = reverse("rota:week", args=[request.nursery.slug])
        if came.account is None:
            return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': week})}")
        welcome = reverse("membership:joined", args=[request.nursery.slug])
        if self._visitor(request) is not None:
            request.session[acting_key(request.nursery)] = request.person.public_id
            return HttpResponseRedirect(welcome)
        answer = come_in(request, came.account, request.person, welcome)
        note_link(request)
        return answer

    def _remark(self, request: LinkRequest, found: Invitation) -> HttpResponse:
        form = RemarkForm(request.POST)
        if not form.is_valid():
            return self._page(request, form, status=422)
        text = form.cleaned_data["text"]
        remark(found, text, nursery=request.nursery, now=request.now, today=request.today)
        return self._page(request, told=True)

    def _page(
        self, request: LinkRequest, form: RemarkForm | None = None, *, told: bool = False, status: int = 200
    ) -> HttpResponse:
        context = {
            "known": known_of(request.person),
            "form": form or RemarkForm(),
            "told": told,
            "until": request.link.expires_at,
        }
        return render(request, "membership/invitation.html", context, status=status)

    def _visitor(self, request: LinkRequest) -> Account | None:
        user = request.user
        return user if isinstance(user, Account) else None

    def _invitation(self, request: LinkRequest) -> Invitation | None:
        return invitation_named(request.link.subject, request.person)

    def _named(self, request: LinkRequest) -> Invitation:
        """`ended` has seen that it is there."""
        return Invitation.objects.select_related("person").get(public_id=request.link.subject)
