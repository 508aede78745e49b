"""What is sealed for a phone, that phone opens, and nobody else."""

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec

from nursery.push_key import new_push_key
from reminders.channels.sealing import MOST, Signer, phone_keys, public_key, seal, sealed
from tests.reminders.push_service import Phone, from_text, to_text


def key_of(text: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(from_text(text), "big"), ec.SECP256R1())


def test_the_worked_example_of_rfc_8291_comes_out_byte_for_byte() -> None:
    phone = Phone("", key_of("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"), from_text("BTBZMqHH6r4Tts7J_aSIgg"))
    body = seal(
        b"When I grow up, I want to be a watermelon",
        phone_keys(phone.told["p256dh"], phone.told["auth"]),
        key_of("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"),
        from_text("DGv6ra1nlYgDCS1FRnbzlw"),
    )
    assert to_text(body) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7"
        "A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


def test_the_phone_opens_it_and_another_does_not() -> None:
    mine, other = Phone("https://one"), Phone("https://two")
    body = sealed("Grüße".encode(), p256dh=mine.told["p256dh"], auth=mine.told["auth"])
    assert mine.open(body).decode() == "Grüße"
    with pytest.raises(InvalidTag):
        other.open(body)


def test_what_is_as_long_as_push_services_take_is_4096_bytes_and_no_more_goes() -> None:
    phone = Phone("")
    keys = {"p256dh": phone.told["p256dh"], "auth": phone.told["auth"]}
    assert len(sealed(b"a" * MOST, **keys)) == 4096
    with pytest.raises(ValueError, match="too many"):
        sealed(b"a" * (MOST + 1), **keys)


@pytest.mark.parametrize(
    ("p256dh", "auth"),
    [
        ("", ""),
        ("not base64!", "BTBZMqHH6r4Tts7J_aSIgg"),
        (to_text(b"\x04" + b"\x01" * 64), "BTBZMqHH6r4Tts7J_aSIgg"),  # no point of the curve
        ("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4", "BTBZ"),
        ("é" * 87, "BTBZMqHH6r4Tts7J_aSIgg"),
    ],
)
def test_keys_that_are_none_are_a_value_error(p256dh: str, auth: str) -> None:
    with pytest.raises(ValueError):
        sealed(b"words", p256dh=p256dh, auth=auth)


def test_a_new_key_is_one_and_no_two_are_the_same(settings) -> None:
    made = {new_push_key() for _time in range(20)}
    assert len(made) == 20
    points = set()
    for key in made:
        settings.PUSH_KEY = key
        points.add(public_key())
    assert {len(from_text(point)) for point in points} == {65}
    assert len(points) == 20


@pytest.mark.parametrize("key", ["short", "not base64!", to_text(bytes(32)), to_text(b"\xff" * 32)])
def test_a_key_of_ours_that_is_none_is_a_value_error(settings, key: str) -> None:
    settings.PUSH_KEY = key
    with pytest.raises(ValueError):
        Signer()
