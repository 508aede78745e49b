"""What is held about people here: nothing that belongs to a person of a nursery (nursery/held.py)."""

from nursery.held import Held

HELD: list[Held] = []
NOT_HELD = {
    "founding.Draft": "an account’s own, before there is a nursery: it alone sees all of it, step by step, and throws"
    " it away; it goes when the nursery is made, after 90 days untouched, and with the account",
}
