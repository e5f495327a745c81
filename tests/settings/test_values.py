"""What a person chose is found again, and what cannot be read is as it came."""

import pytest

from models.domain.errors import BadInput
from models.settings import Settings, changed, key_of, load, save


class Memory:
    def __init__(self, **told):
        self.told = dict(told)

    def meta(self, key):
        return self.told.get(key)

    def remember(self, key, value):
        self.told[key] = value


CHOSEN = {
    "theme": "light",
    "text_scale": 1.15,
    "reduce_motion": True,
    "utc_first": False,
    "letters": False,
    "keys": {"note": ("W",), "undo": ()},
    "do_not_disturb": True,
    "notify": False,
    "listen": True,
    "prometheus_url": "http://prometheus.example:9090",
    "geometry": "01d9d0cb",
}


def test_a_fresh_machine_follows_the_system_in_plain_size_with_every_key():
    assert load(Memory()) == Settings()


@pytest.mark.parametrize(("name", "value"), CHOSEN.items())
def test_each_choice_is_found_again(name, value):
    memory = Memory()
    save(memory, name, value)
    assert getattr(load(memory), name) == value
    assert load(memory) == changed(Settings(), name, value)


@pytest.mark.parametrize(
    ("name", "broken"),
    [
        ("theme", "pink"),
        ("text_scale", "big"),
        ("text_scale", "17"),
        ("letters", "perhaps"),
        ("keys", "{"),
        ("keys", "[1]"),
        ("geometry", "xyz"),
        ("prometheus_url", "h" * 5_000),
    ],
)
def test_what_cannot_be_read_is_as_it_came(name, broken):
    assert load(Memory(**{key_of(name): broken})) == Settings()


def test_one_broken_key_does_not_take_the_others_along():
    memory = Memory(**{key_of("keys"): '{"note": ["W"], "undo": 3, "ack": [""]}'})
    assert load(memory).keys == {"note": ("W",)}


@pytest.mark.parametrize(
    ("name", "value"), [("theme", "pink"), ("text_scale", 2.0), ("colour", "red")]
)
def test_a_choice_that_makes_no_sense_is_refused(name, value):
    with pytest.raises(BadInput):
        changed(Settings(), name, value)
