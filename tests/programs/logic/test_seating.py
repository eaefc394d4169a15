"""Which seat somebody gets: of the first reserve that takes her, else an open one. Against a plain list of seats."""

from hypothesis import given
from hypothesis import strategies as st

from programs.logic.seating import FreeSeats, Seat

POOLS = [7, 3, 5]  # in the order in which they are listed, which is not that of their numbers


def test_each_seat_that_is_given_is_one_less():
    free = FreeSeats(open=1, pools={7: 2})
    given = [free.give(qualifies) for qualifies in ([7], [7], [7], [7])]
    assert given == [Seat(7), Seat(7), Seat(None), None]
    assert (free.open, free.pools, free.total) == (0, {7: 0}, 0)


def test_open_seats_that_were_overdrawn_count_as_none():
    free = FreeSeats(open=-2, pools={7: 1})
    assert free.total == 1
    assert [free.give([]), free.give([7]), free.give([7])] == [None, Seat(7), None]


@given(
    open_seats=st.integers(0, 4),
    reserved=st.lists(st.integers(0, 3), min_size=3, max_size=3),
    people=st.lists(st.sets(st.sampled_from(POOLS)), max_size=15),
)
def test_each_seat_lies_in_one_list_and_is_taken_out_of_it_once(open_seats, reserved, people):
    lying = [pool for pool, number in zip(POOLS, reserved, strict=True) for _ in range(number)]
    lying += [None] * open_seats
    free = FreeSeats(open=open_seats, pools=dict(zip(POOLS, reserved, strict=True)))
    for qualifies in people:
        fitting = next((at for at, pool in enumerate(lying) if pool is None or pool in qualifies), None)
        assert free.give(qualifies) == (None if fitting is None else Seat(lying.pop(fitting)))
        assert free.total == len(lying)
