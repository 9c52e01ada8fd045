"""Panels composed exactly, what is wrong with a proposed one, and the fewest changes that put it right."""

from __future__ import annotations

import itertools
import random

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from decision_support.roles import panels
from decision_support.roles.panel_mending import Faults, Mend, faults, smallest_mend
from decision_support.roles.panels import Panel, Seat, best_panels

PEOPLE = tuple("abcdefg")
LEADER_AND_SPECIALIST = (
    Seat("leader", frozenset({"ada", "ben"})),
    Seat("specialist", frozenset({"ben", "cai", "dee"})),
)
STATUTORY = (
    Seat("council", frozenset({"ann", "bob", "cat"})),
    Seat("health_board", frozenset({"dan", "eve"})),
    Seat("police", frozenset({"fay"})),
)
AGENCIES_AND_CHAIR = (
    Seat("chair", frozenset({"ann", "dan", "gil"})),
    Seat("council", frozenset({"ann", "bob"})),
    Seat("health_board", frozenset({"dan", "eve"})),
)


def everybody(seats):
    return frozenset().union(*(seat.fits for seat in seats))


def composed(seats, burdens=None, pairs=None, keep=3, admissible=None):
    burdens, pairs = burdens or {}, {frozenset(pair): burden for pair, burden in (pairs or {}).items()}
    return best_panels(
        seats,
        everybody(seats) if admissible is None else admissible,
        lambda person: burdens.get(person, 0),
        lambda first, second: pairs.get(frozenset({first, second}), 0),
        keep,
    )


# Composing


def test_whoever_fits_both_seats_takes_the_one_that_the_other_cannot():
    best = composed(LEADER_AND_SPECIALIST, {"cai": 2, "dee": 1}, keep=1).best
    assert best == (Panel(("ada", "ben"), {"leader": "ada", "specialist": "ben"}, 0),)


def test_a_manager_and_the_managed_sit_together_only_where_nobody_else_can():
    found = composed(LEADER_AND_SPECIALIST, pairs={("ada", "ben"): 3, ("ada", "cai"): 2})
    assert [(panel.members, panel.burden) for panel in found.best] == [
        (("ada", "dee"), 0),
        (("ben", "cai"), 0),
        (("ben", "dee"), 0),
    ]


def test_the_same_people_seated_in_two_ways_are_one_panel():
    both = frozenset({"ada", "ben"})
    found = composed((Seat("leader", both), Seat("specialist", both)))
    assert [panel.members for panel in found.best] == [("ada", "ben")]
    assert found.number == 1


def test_three_statutory_members_are_counted_without_being_listed():
    found = composed(STATUTORY, keep=2)
    assert found.number == 6
    assert [panel.members for panel in found.best] == [("ann", "dan", "fay"), ("ann", "eve", "fay")]


def test_without_an_admissible_officer_of_one_agency_there_is_no_panel():
    found = composed(STATUTORY, admissible=everybody(STATUTORY) - {"fay"})
    assert (found.best, found.number, found.exhaustive) == ((), 0, True)


def test_a_chair_from_an_agency_leaves_the_seat_of_that_agency_to_a_colleague():
    found = composed(AGENCIES_AND_CHAIR, {"gil": 2}, {("ann", "bob"): 1, ("dan", "eve"): 3}, keep=1)
    assert found.best == (Panel(("ann", "bob", "dan"), {"chair": "ann", "council": "bob", "health_board": "dan"}, 1),)


def test_no_seats_make_one_empty_panel():
    assert composed((), admissible=frozenset({"ada"})).best == (Panel((), {}, 0),)
    assert composed((), admissible=frozenset({"ada"})).number == 1


def test_where_none_are_to_be_kept_panels_are_still_counted():
    found = composed(STATUTORY, keep=0)
    assert (found.best, found.number, found.exhaustive) == ((), 6, True)


def test_sixty_candidates_for_eight_seats_are_searched_exhaustively():
    chance = random.Random(8)
    who = [f"person{number:02}" for number in range(60)]
    agency = {person: chance.randrange(6) for person in who}
    pairs = {pair: 1 for pair in itertools.combinations(who, 2) if agency[pair[0]] == agency[pair[1]]}
    found = composed(tuple(Seat(f"seat{number}", frozenset(who)) for number in range(8)), pairs=pairs)
    assert found.exhaustive
    assert [panel.burden for panel in found.best] == [2, 2, 2]  # eight from six agencies
    assert found.number == 2558620845


def test_a_search_cut_short_says_that_it_was_not_exhaustive(monkeypatch):
    monkeypatch.setattr(panels, "LOOKS", 4)
    found = composed(STATUTORY, {"ann": 1, "dan": 1})
    assert not found.exhaustive
    assert found.looked_at == 4
    assert found.number == 6


def test_a_number_that_would_take_too_long_is_left_open(monkeypatch):
    monkeypatch.setattr(panels, "COUNTING_STEPS", 1)
    assert composed(STATUTORY).number is None
    many = tuple(Seat(f"seat{number:02}", frozenset({f"person{number:02}"})) for number in range(13))
    assert composed(many).number is None


# Faults


def test_a_sound_panel_may_have_more_members_than_seats():
    assert faults(LEADER_AND_SPECIALIST, ["ada", "cai", "dee", "zoe"], frozenset({"ada", "cai", "dee", "zoe"})) == (
        Faults((), ())
    )


def test_a_conflicted_member_fills_no_seat():
    found = faults(STATUTORY, ["ann", "dan", "fay"], everybody(STATUTORY) - {"fay"})
    assert found == Faults(unfilled=("police",), not_admissible=("fay",))


def test_one_person_for_two_seats_fills_the_first_of_them():
    assert faults(LEADER_AND_SPECIALIST, ["ben"], frozenset({"ben"})).unfilled == ("specialist",)


# Mending


def test_a_conflicted_specialist_gives_way_to_a_colleague():
    mend = smallest_mend(
        LEADER_AND_SPECIALIST, ["ada", "cai"], frozenset({"ada", "dee"}), {"cai": 2}, frozenset({"dee"})
    )
    assert mend == Mend(remove=("cai",), clear=(), add=(("specialist", "dee"),), appoint=(), changes=2)


def test_one_answer_that_clears_a_member_is_less_than_a_replacement():
    mend = smallest_mend(
        LEADER_AND_SPECIALIST, ["ada", "cai"], frozenset({"ada", "dee"}), {"cai": 1}, frozenset({"dee"})
    )
    assert mend == Mend(remove=(), clear=("cai",), add=(), appoint=(), changes=1)


def test_a_conflicted_member_whom_no_seat_needs_is_removed_rather_than_cleared():
    admissible = frozenset({"ada", "dee"})
    mend = smallest_mend(LEADER_AND_SPECIALIST, ["ada", "cai", "dee"], admissible, {"cai": 1}, frozenset())
    assert mend == Mend(remove=("cai",), clear=(), add=(), appoint=(), changes=1)


def test_only_a_seat_that_no_candidate_fits_is_filled_from_outside():
    mend = smallest_mend(STATUTORY, ["ann"], frozenset({"ann", "eve"}), {"fay": 1}, frozenset({"eve", "fay"}))
    assert mend == Mend(remove=(), clear=(), add=(("health_board", "eve"),), appoint=("police",), changes=2)


def test_a_member_changes_seats_so_that_one_candidate_is_enough():
    seats = (Seat("leader", frozenset({"ada", "cai"})), Seat("specialist", frozenset({"ben", "cai"})))
    mend = smallest_mend(seats, ["cai"], frozenset({"ada", "ben", "cai"}), {}, frozenset({"ada", "ben"}))
    assert mend == Mend(remove=(), clear=(), add=(("leader", "ada"),), appoint=(), changes=1)


def test_a_sound_panel_needs_no_change():
    mend = smallest_mend(STATUTORY, ["ann", "dan", "fay"], everybody(STATUTORY), {}, everybody(STATUTORY))
    assert mend == Mend((), (), (), (), 0)


# Against brute force


@st.composite
def seats_of(draw):
    fits = draw(st.lists(st.frozensets(st.sampled_from(PEOPLE)), max_size=4))
    return tuple(Seat(f"seat{number}", who) for number, who in enumerate(fits))


some_people = st.frozensets(st.sampled_from(PEOPLE))
burdens_of_people = st.fixed_dictionaries({person: st.integers(0, 3) for person in PEOPLE})
burdens_of_pairs = st.fixed_dictionaries({pair: st.integers(0, 3) for pair in itertools.combinations(PEOPLE, 2)})


def most_seated(seats, people):
    """networkx, so that the matching of the module is not judged by itself."""
    graph = nx.Graph()
    graph.add_nodes_from(("seat", seat.id) for seat in seats)
    graph.add_edges_from((("seat", seat.id), person) for seat in seats for person in seat.fits & frozenset(people))
    return len(nx.bipartite.maximum_matching(graph, [("seat", seat.id) for seat in seats])) // 2


def fills(seats, people):
    return most_seated(seats, people) == len(seats)


@settings(deadline=None)
@given(seats_of(), some_people, burdens_of_people, burdens_of_pairs, st.integers(0, 6))
def test_the_best_panels_and_their_number_are_those_of_brute_force(seats, admissible, burdens, pairs, keep):
    every = sorted(
        (sum(burdens[one] for one in who) + sum(pairs[pair] for pair in itertools.combinations(who, 2)), who)
        for who in itertools.combinations(sorted(admissible), len(seats))
        if fills(seats, who)
    )
    found = composed(seats, burdens, pairs, keep, admissible)
    assert [(panel.burden, panel.members) for panel in found.best] == every[:keep]
    assert found.number == len(every)
    assert found.exhaustive
    for panel in found.best:
        assert tuple(sorted(panel.seats.values())) == panel.members
        assert all(panel.seats[seat.id] in seat.fits for seat in seats)


@settings(deadline=None, max_examples=15)
@given(st.data())
def test_five_seats_among_eleven_people_agree_with_brute_force(data):
    who = [f"person{number:02}" for number in range(11)]
    seats = tuple(
        Seat(f"seat{number}", data.draw(st.frozensets(st.sampled_from(who), min_size=3))) for number in range(5)
    )
    chance = data.draw(st.randoms(use_true_random=False))
    burdens = {person: chance.randint(0, 1) for person in who}
    pairs = {pair: chance.choice((0, 0, 1, 3)) for pair in itertools.combinations(who, 2)}
    every = sorted(
        (sum(burdens[one] for one in five) + sum(pairs[pair] for pair in itertools.combinations(five, 2)), five)
        for five in itertools.combinations(who, 5)
        if fills(seats, five)
    )
    found = composed(seats, burdens, pairs, 4)
    assert [(panel.burden, panel.members) for panel in found.best] == every[:4]
    assert found.number == len(every)


@given(seats_of(), burdens_of_people, burdens_of_pairs, st.randoms(use_true_random=False))
def test_the_order_of_the_seats_changes_nothing(seats, burdens, pairs, chance):
    shuffled = chance.sample(seats, len(seats))
    assert composed(shuffled, burdens, pairs) == composed(seats, burdens, pairs)


@given(seats_of(), st.lists(st.sampled_from(PEOPLE), unique=True), some_people, st.randoms(use_true_random=False))
def test_the_order_of_seats_and_members_changes_neither_faults_nor_mend(seats, members, admissible, chance):
    other_seats, other_members = chance.sample(seats, len(seats)), chance.sample(members, len(members))
    mendable = {person: 1 + number % 3 for number, person in enumerate(PEOPLE)}
    others = dict(reversed(mendable.items()))
    candidates = frozenset(PEOPLE)
    assert faults(other_seats, other_members, admissible) == faults(seats, members, admissible)
    assert smallest_mend(other_seats, other_members, admissible, others, candidates) == smallest_mend(
        seats, members, admissible, mendable, candidates
    )


@given(seats_of(), some_people, some_people)
def test_the_seats_that_stay_empty_are_the_last_that_can(seats, members, admissible):
    found = faults(seats, members, admissible)
    sitting = members & admissible
    most = most_seated(seats, sitting)
    ways = [chosen for chosen in itertools.combinations(seats, most) if most_seated(chosen, sitting) == most]
    first = min(tuple(seat.id for seat in chosen) for chosen in ways)
    assert found.unfilled == tuple(seat.id for seat in seats if seat.id not in first)
    assert found.not_admissible == tuple(sorted(members - admissible))


@settings(deadline=None, max_examples=200)
@given(
    seats_of(),
    st.frozensets(st.sampled_from(PEOPLE), max_size=4),
    some_people,
    st.dictionaries(st.sampled_from(PEOPLE), st.integers(1, 3)),
    some_people,
)
def test_no_cheaper_set_of_changes_mends_a_panel(seats, members, admissible, mendable, candidates):
    mend = smallest_mend(seats, members, admissible, mendable, candidates)
    cleared, joining = frozenset(mend.clear), {person for _, person in mend.add}
    outside = {seat: f"outsider for {seat}" for seat in mend.appoint}
    after = [Seat(seat.id, seat.fits | {outside.get(seat.id, "nobody")}) for seat in seats]
    panel = (members - frozenset(mend.remove)) | joining | frozenset(outside.values())
    assert faults(after, panel, admissible | cleared | frozenset(outside.values())) == Faults((), ())
    assert frozenset(mend.remove) <= members
    assert cleared <= members & mendable.keys()
    assert joining <= (candidates & admissible) - members
    assert all(person in seat.fits for seat in seats for place, person in mend.add if place == seat.id)
    assert (mend.changes, sum(mendable[person] for person in cleared), len(mend.appoint)) == min(
        every_mend(seats, members, admissible, mendable, candidates)
    )


def every_mend(seats, members, admissible, mendable, candidates):
    """Changes, those of them spent on clearing, and outside appointments, for every set of changes that works."""
    possible = (candidates & (admissible | mendable.keys())) - members
    for staying, joining in itertools.product(subsets(members), subsets(possible)):
        to_clear = frozenset(staying + joining) - admissible
        if to_clear <= mendable.keys():
            clearing = sum(mendable[person] for person in to_clear)
            outside = len(seats) - most_seated(seats, staying + joining)
            yield len(members) - len(staying) + clearing + len(joining) + outside, clearing, outside


def subsets(people):
    listed = sorted(people)
    return itertools.chain.from_iterable(itertools.combinations(listed, many) for many in range(len(listed) + 1))
