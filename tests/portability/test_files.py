"""Files that hold no nursery at all: a sentence each, never a traceback."""

import json

import pytest

from portability.faults import NurseryFileError
from portability.importing import import_file
from portability.reading import MAX_BYTES
from tests.portability.everything import everything

TEXT = json.dumps(everything())


def fault_of(path):
    with pytest.raises(NurseryFileError) as caught:
        import_file(path)
    assert len(caught.value.faults) == 1
    return str(caught.value.faults[0])


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is not JSON: Expecting value at line 1, column 1."),
        (b"{", "is not JSON: Expecting property name enclosed in double quotes at line 1, column 2."),
        (b'{"a": 1,\n}', "is not JSON: Illegal trailing comma before end of object at line 1, column 8."),
        (b'{"a": "\xe9"}', "is not UTF-8 text (byte 7)."),
        (b"\x1f\x8b\x08\x00", "is not UTF-8 text (byte 1)."),
        (b'{"format": 1, "format": 2}', "is not a nursery file: 'format' stands twice in one object."),
        (b'{"a": {"b": 1, "b": 1}}', "is not a nursery file: 'b' stands twice in one object."),
        (b'{"a": NaN}', "is not a nursery file: NaN is no number that JSON knows."),
        (b'{"a": -Infinity}', "is not a nursery file: -Infinity is no number that JSON knows."),
        (b"9" * 5000, "is not a nursery file: 999999999999999… has more digits than any number here needs."),
        (b"[" * 100_000, "is nested too deep."),
        (b'{"a":' * 100_000, "is nested too deep."),
    ],
)
def test_content(tmp_path, content, sentence):
    path = tmp_path / "nursery.json"
    path.write_bytes(content)

    said = fault_of(path)

    if "Illegal trailing comma" in sentence:  # newer Pythons say it better
        assert said.startswith(f"{path} is not JSON: ")
    else:
        assert said == f"{path} {sentence}"


def test_no_such_file(tmp_path):
    assert fault_of(tmp_path / "none.json") == f"{tmp_path}/none.json cannot be read: No such file or directory."


def test_a_folder(tmp_path):
    assert fault_of(tmp_path) == f"{tmp_path} cannot be read: Is a directory."


def test_a_file_larger_than_any_nursery(tmp_path):
    path = tmp_path / "large.json"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)

    assert fault_of(path) == f"{path} is larger than 64 MB."


@pytest.mark.parametrize("number", ["1e999", "-1e999", "1e3.5", "12.", "--1"])
def test_numbers_that_are_none(db, tmp_path, number):
    path = tmp_path / "nursery.json"
    path.write_text(TEXT.replace('"min_adults": 3', f'"min_adults": {number}'))

    assert fault_of(path)


def test_a_whole_number_may_be_written_with_a_point(db, tmp_path):
    path = tmp_path / "nursery.json"
    path.write_text(TEXT.replace('"min_adults": 3', '"min_adults": 3.0').replace('"level": 6', '"level": 6.0'))

    assert import_file(path).slug == "harebell"


def test_a_byte_order_mark_is_no_fault(db, tmp_path):
    path = tmp_path / "nursery.json"
    path.write_bytes(b"\xef\xbb\xbf" + TEXT.encode())

    assert import_file(path).slug == "harebell"


def test_a_depth_that_is_json_but_no_nursery(db, tmp_path):
    path = tmp_path / "nursery.json"
    path.write_text(f'{{"format": "nursery/1", "nursery": {"[" * 500}{"]" * 500}}}')

    assert fault_of(path).endswith("]: is nested too deep")


@pytest.mark.parametrize("text", ['"A\\u0000B"', '"\\ud800"', '"\\udc00\\ud800"'])
def test_text_that_no_row_can_hold(db, tmp_path, text):
    path = tmp_path / "nursery.json"
    path.write_text(TEXT.replace('"Amara Okafor"', text))

    assert fault_of(path).startswith("people[0].name: contains ")


def test_text_in_any_script_is_no_fault(db, tmp_path):
    path = tmp_path / "nursery.json"
    path.write_text(TEXT.replace('"Amara Okafor"', '"Amára 欧卡福 \\ud83c\\udf3c"'))

    assert import_file(path).slug == "harebell"
