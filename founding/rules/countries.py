"""What a country sets for a nursery until its founder says otherwise."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rota.safety import built_in_rule_sets


@dataclass(frozen=True, slots=True)
class Country:
    name: Promise
    timezone: str
    currency: str


# As ISO 3166 writes them. Where ratio rules are built in comes first.
COUNTRIES = {
    "GB-ENG": Country(_("England"), "Europe/London", "GBP"),
    "GB-SCT": Country(_("Scotland"), "Europe/London", "GBP"),
    "NZ": Country(_("New Zealand"), "Pacific/Auckland", "NZD"),
    "GB-WLS": Country(_("Wales"), "Europe/London", "GBP"),
    "GB-NIR": Country(_("Northern Ireland"), "Europe/London", "GBP"),
    "IE": Country(_("Ireland"), "Europe/Dublin", "EUR"),
    "DE": Country(_("Germany"), "Europe/Berlin", "EUR"),
    "AT": Country(_("Austria"), "Europe/Vienna", "EUR"),
    "CH": Country(_("Switzerland"), "Europe/Zurich", "CHF"),
    "FR": Country(_("France"), "Europe/Paris", "EUR"),
    "NL": Country(_("the Netherlands"), "Europe/Amsterdam", "EUR"),
    "AU": Country(_("Australia"), "Australia/Sydney", "AUD"),
    "CA": Country(_("Canada"), "America/Toronto", "CAD"),
    "US": Country(_("United States"), "America/New_York", "USD"),
}


def has_rules(country: str) -> bool:
    """Whether the adults that children need are worked out for it."""
    return any(rules.country == country for rules in built_in_rule_sets())
