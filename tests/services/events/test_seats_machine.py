"""The invariants hold in any order of bookings, answers, expiries, changes of capacity and blocked bots."""

from datetime import datetime, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import SEATED_STATES, Event, Registration, RegistrationState
from services.events import seats
from services.events.waiting_list import expire_offers, mark_reachable
from services.refusals import Refusal
from tests.builders import NOW, make_actor, make_event, make_network, make_teacher
from tests.invariants import broken_invariants
from tests.sqlite import in_memory

PEOPLE = 7
SEATS = st.one_of(st.none(), st.integers(1, PEOPLE))
WHO = st.integers(0, PEOPLE - 1)


class SeatsMachine(RuleBasedStateMachine):
    """One event and seven people; a refused action is rolled back."""

    def __init__(self) -> None:
        super().__init__()
        self.db = Session(in_memory(), expire_on_commit=False)
        make_network(self.db)
        self.event: Event = make_event(self.db, capacity=2)
        self.actors = [make_actor(self.db, make_teacher(self.db, f"Участник{n} Анна")) for n in range(PEOPLE)]
        self.now: datetime = NOW
        self.db.commit()

    def attempt(self, action: Any, *args: Any) -> None:
        try:
            action(self.db, *args, self.now)
        except Refusal:
            self.db.rollback()
        else:
            self.db.commit()

    def offered(self) -> list[Registration]:
        statement = select(Registration).where(Registration.state == RegistrationState.OFFERED)
        return list(self.db.scalars(statement.order_by(Registration.id)).unique())

    @rule(who=WHO)
    def sign_up(self, who: int) -> None:
        self.attempt(seats.sign_up, self.actors[who], self.event.id)

    @rule(who=WHO)
    def join(self, who: int) -> None:
        self.attempt(seats.join_waiting_list, self.actors[who], self.event.id)

    @rule(who=WHO)
    def cancel(self, who: int) -> None:
        self.attempt(seats.cancel, self.actors[who], self.event.id)

    @rule(who=WHO)
    def restore(self, who: int) -> None:
        self.attempt(seats.restore, self.actors[who], self.event.id)

    @rule(who=WHO)
    def walk_in(self, who: int) -> None:
        self.attempt(seats.join_as_walk_in, self.event, self.actors[who].require_teacher())

    @precondition(lambda self: self.offered())
    @rule(take=st.booleans(), pick=st.integers(0, PEOPLE))
    def answer(self, take: bool, pick: int) -> None:
        held = self.offered()
        registration = held[pick % len(held)]
        actor = next(one for one in self.actors if one.require_teacher().id == registration.teacher_id)
        self.attempt(seats.accept_offer if take else seats.decline_offer, actor, registration.id)

    @rule(capacity=SEATS)
    def set_capacity(self, capacity: int | None) -> None:
        before = self.event.taken
        self.attempt(seats.set_capacity, self.event, capacity)
        assert self.event.taken >= before

    @rule(hours=st.integers(1, 30))
    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        self.attempt(expire_offers)

    @rule(who=WHO)
    def block(self, who: int) -> None:
        account = self.actors[who].account
        if account.teacher_id not in {registration.teacher_id for registration in self.offered()}:
            account.blocked_at = self.now
            self.db.commit()

    @rule(who=WHO)
    def come_back(self, who: int) -> None:
        self.attempt(mark_reachable, self.actors[who].account)

    @invariant()
    def invariants_hold(self) -> None:
        assert broken_invariants(self.db, self.now) == []

    @invariant()
    def nothing_is_offered_after_the_start(self) -> None:
        for registration in self.offered():
            assert registration.offer_expires_at is not None
            assert self.now < registration.offer_expires_at <= self.event.starts_at

    @invariant()
    def seats_are_given_to_people_once(self) -> None:
        statement = select(Registration.teacher_id).where(Registration.state.in_(SEATED_STATES))
        seated = list(self.db.scalars(statement))
        assert len(seated) == len(set(seated))

    def teardown(self) -> None:
        self.db.close()
        in_memory().dispose()


TestSeatsMachine = SeatsMachine.TestCase
TestSeatsMachine.settings = settings(max_examples=12, stateful_step_count=25, deadline=None, database=None)
