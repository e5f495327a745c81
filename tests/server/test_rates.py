"""How often somebody may ask, in any minute."""

from server.rates import Rate


def test_as_many_as_allowed_in_any_minute_and_not_one_more() -> None:
    rate = Rate(3)
    assert [rate.wait_s("Ana", at) for at in (0.0, 10.0, 20.0)] == [0, 0, 0]
    assert rate.wait_s("Ana", 20.5) == 40
    assert rate.wait_s("Bo", 20.5) == 0
    assert rate.wait_s("Ana", 59.9) == 1
    assert rate.wait_s("Ana", 60.0) == 0
    assert rate.wait_s("Ana", 60.0) == 10


def test_what_was_refused_does_not_count() -> None:
    rate = Rate(1)
    assert rate.wait_s("Ana", 0.0) == 0
    assert all(rate.wait_s("Ana", at) > 0 for at in (1.0, 30.0, 59.0))
    assert rate.wait_s("Ana", 60.0) == 0


def test_names_made_up_for_each_try_are_forgotten() -> None:
    rate = Rate(10)
    for n in range(100_000):
        rate.wait_s(f"made up {n}", n / 100)
    assert len(rate._asked) < 20_000
