"""What the rule for equally cleared people looks at."""

from nursery.models import ClearanceKind
from rota.models import Booking, PlaceKind, Pricing
from rota.queries.effects import Coming, effects_on
from rota.queries.facts import asker_for
from rota.rules.equally_cleared import TakingOver
from rota.rules.facts import Question
from rota.safety import Alert, NoRuleSetError, RuleBook


def taking_over(holder: Booking, question: Question) -> TakingOver:
    """`question.asker` would come instead of `holder`: four queries at most."""
    post, coming = question.post, question.asker
    shift, day = post.shift, post.shift.date
    needed = set(shift.duty.needs)
    raises_alert = False
    if shift.duty.pricing == Pricing.CARE:
        effects = effects_on(question.nursery, [day], [coming.person.pk])
        effect = effects.of(day, leaving=[holder.pk], coming=[Coming(coming.person.pk, shift.pk, post.place.kind)])
        rota = effects.coverage.rota
        try:
            rules = RuleBook(rota.country, rota.own_rules).on(day)
        except NoRuleSetError:
            raises_alert = True
        else:
            as_paid = holder.person.is_paid and not (holder.person.is_parent and post.place.kind == PlaceKind.PARENT)
            needed |= set(rules.staff_needs if as_paid else rules.parent_needs)
            if rules.first_aiders:
                needed.add(ClearanceKind.PFA)
            raises_alert = any(alert is not Alert.EXPIRING for alert in effect.new) or any(
                span.after.short_by > span.before.short_by for span in effect.spans
            )
    return TakingOver(post, asker_for(holder.person, shift), coming, frozenset(needed), raises_alert)
