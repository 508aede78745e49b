"""A whole nursery's shares, as they are expected."""

from rota.shares import fairness_document, term_shares
from tests.engines.nursery_file import contributions_of, families_of, read, rota_of


def test_the_fairness_of_bluebell_s_autumn_is_as_expected():
    file = read("bluebell.json")
    rota = rota_of(file)
    expected = read("bluebell.expected.json")
    (term,) = [term for term in rota.terms if term.key == expected["term"]]
    shares = term_shares(rota, term, families_of(file), contributions_of(file))
    assert fairness_document(shares) == expected["fairness"]
