"""Who may start a nursery."""

import datetime as dt

from django.utils.translation import gettext as _

from nursery.refusal import Refusal

MOST_DRAFTS = 3  # of one account at a time
UNTOUCHED = dt.timedelta(days=90)  # after which a draft goes
UNUSED = dt.timedelta(days=7)  # after which an account goes that nobody ever signed in to, and is nobody


def found_refusal(*, opened: bool, proven: bool, drafts: int) -> Refusal | None:
    """Whether an account may be on these pages at all. `opened`: the operator lets everybody; else those alone for whom
    they began a draft. `proven`: one of the account's addresses is confirmed."""
    if not opened and not drafts:
        return Refusal(
            "closed",
            _("Whoever runs this site opens new nurseries here."),
            _("Ask them to let you, with the e-mail address that you sign in with."),
        )
    if not proven:
        return Refusal(
            "unproven",
            _("Your e-mail address is not confirmed yet, and a nursery’s manager is written to there."),
            _("Sign out, then sign in with a code by e-mail."),
        )
    return None


def begin_refusal(*, opened: bool, drafts: int) -> Refusal | None:
    """Whether they may begin another."""
    if not opened:
        return Refusal("closed", _("Whoever runs this site opens new nurseries here."), _("Go on with what is begun."))
    if drafts >= MOST_DRAFTS:
        return Refusal(
            "too_many_drafts",
            _("You have %(n)d nurseries in the making already.") % {"n": drafts},
            _("Go on with one of them, or throw one away."),
        )
    return None
