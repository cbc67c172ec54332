"""Enclosures of a plan: what is packed is found again, and nothing strange is."""

import json
import zlib

import numpy as np
import pytest

from layers import enclosure
from layers.enclosure import Enclosure


def some():
    return Enclosure(
        {"title": "屋顶", "n": 3, "share": 0.25, "nothing": None},
        {
            "ids": np.array([1, 2, 9]),
            "table": np.arange(24, dtype=np.uint8).reshape(3, 4, 2),
            "none": np.empty((0, 72), np.float32),
            "holes": np.array([1.0, np.nan]),
        },
    )


def test_what_is_packed_is_found_again():
    found = Enclosure.unpacked(some().packed())
    assert found == some()
    assert found.arrays["table"].shape == (3, 4, 2)
    assert found.arrays["none"].shape == (0, 72)
    assert found.facts["title"] == "屋顶"


def test_one_number_makes_another():
    other = {**some().arrays, "ids": np.array([1, 2, 8])}
    assert Enclosure(some().facts, other) != some()
    assert Enclosure({**some().facts, "n": 4}, some().arrays) != some()
    assert hash(some()) == hash(some())


def test_arrays_are_not_written_to():
    with pytest.raises(ValueError, match="read-only"):
        some().arrays["ids"][0] = 5


def test_objects_are_not_enclosed():
    with pytest.raises(TypeError, match="names holds object"):
        Enclosure({}, {"names": np.array(["a"], object)})


def test_big_endian_numbers_are_kept_as_the_same_numbers():
    one = Enclosure({}, {"x": np.array([1, 256], ">i4")})
    assert Enclosure.unpacked(one.packed()).arrays["x"].tolist() == [1, 256]


def made(head, data=b""):
    head = head if isinstance(head, bytes) else json.dumps(head).encode()
    return b"GPE1" + zlib.compress(len(head).to_bytes(4, "little") + head + data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04",
        b"GPE1 not packed",
        some().packed()[:-9],
        made(b"[]"),
        made(b"{"),
        made(b"[" * 100_000),
        made({"facts": {}}),
        made({"facts": [], "arrays": []}),
        made({"facts": {}, "arrays": [{"name": "x", "type": "|O", "shape": [1]}]}, b"12345678"),
        made({"facts": {}, "arrays": [{"name": "x", "type": "<f8", "shape": [9]}]}, b"12345678"),
        made({"facts": {}, "arrays": [{"name": "x", "type": "<f8", "shape": [-1]}]}, b"12345678"),
        made({"facts": {}, "arrays": [{"name": "x", "type": "<f8", "shape": "a"}]}),
        made({"facts": {}, "arrays": [3]}),
    ],
)
def test_what_is_none_is_left_out(data):
    assert Enclosure.unpacked(data) is None


def test_what_unpacks_to_too_much_is_left_out(monkeypatch):
    monkeypatch.setattr(enclosure, "MOST_BYTES", 1000)
    assert Enclosure.unpacked(Enclosure({}, {"x": np.zeros(10)}).packed()) is not None
    assert Enclosure.unpacked(Enclosure({}, {"x": np.zeros(100_000)}).packed()) is None
