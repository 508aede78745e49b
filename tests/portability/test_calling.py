"""Call-outs, their answers and reserves, made in the product, leave with the nursery and come back."""

from portability.exporting import export_document
from portability.importing import import_document
from rota.actions.calling import answer_no, answer_yes
from rota.models import PlaceKind, Reserve
from tests.builders import TODAY, House
from tests.portability.rows import all_rows
from tests.rota.test_calling import SEVEN, Alarm


def test_what_was_called_out_and_answered_comes_back_as_it_was(house: House) -> None:
    alarm = Alarm(house, paid=2)
    Reserve.objects.create(nursery=house.nursery, person=alarm.kofi, weekday=TODAY.weekday())
    Reserve.objects.create(nursery=house.nursery, person=alarm.denise, shift=alarm.shift)
    filled = alarm.call()
    answer_yes(filled, alarm.kofi, nursery=house.nursery, now=SEVEN)
    going_on = alarm.call(place=house.place(alarm.shift, PlaceKind.PAID, 2))
    answer_no(going_on, alarm.denise, nursery=house.nursery, now=SEVEN)

    first = export_document(house.nursery)
    before = all_rows(house.nursery)
    import_document(first)
    elsewhere = first | {"nursery": first["nursery"] | {"slug": "elsewhere"}}

    assert [call["status"] for call in first["call_outs"]] == ["filled", "open"]
    assert all_rows(house.nursery) == before
    assert export_document(import_document(elsewhere)) == elsewhere
