"""Signing somebody in by what a page of ours takes for proof: the demo's one click, an invitation's link."""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse

from accounts.access import acting_key
from accounts.models import Account, Person


def come_in(request: HttpRequest, account: Account, person: Person, where: str) -> HttpResponse:
    """Sign in as `account`, acting as `person` of theirs (with its nursery), and go on to `where`.

    Nothing more is asked on the way. What was shown is for the caller to note afterwards (accounts/proof.py), because
    a new session begins where somebody else was in the old one.
    """
    adapter = get_adapter(request)
    adapter.login(request, account)
    response: HttpResponse = adapter.post_login(
        request,
        account,
        email_verification="none",
        signal_kwargs=None,
        email=None,
        signup=False,
        redirect_url=where,
    )
    request.session[acting_key(person.nursery)] = person.public_id
    return response
