"""Two events and eight people in any order of joining, leaving, resizing, moving, promoting, closing and deleting."""

import os
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import SEATED_STATES, Event, EventState, Registration, RegistrationState, Role
from services.actors import Actor
from services.attendance import closing
from services.attendance import sheet as attendance
from services.attendance.sheet import SheetKey
from services.desk import changes, publishing
from services.desk.changes import PlannedMove
from services.desk.fields.definition import DraftField
from services.desk.publishing import Cancellation
from services.events import moved as moves
from services.events import seats
from services.events.waiting_list import expire_offers
from services.people import erasure
from services.refusals import Refusal
from tests.builders import NOW, ZONE, make_actor, make_event, make_network, make_teacher
from tests.invariants import broken_invariants
from tests.sqlite import in_memory

FULL = os.environ.get("CENTRIK_FAULTS") == "full"
STEPS = 10_000 if FULL else 200
STEPS_PER_RUN = 100 if FULL else 40
PEOPLE = 8
PERSON = st.integers(0, PEOPLE - 1)
SLOT = st.integers(0, 1)


class AnyOrder(RuleBasedStateMachine):
    """A refused action changes nothing, a new event replaces one that is over, each action has a moment of its own."""

    steps = 0

    def __init__(self) -> None:
        super().__init__()
        self.db = Session(in_memory(), expire_on_commit=False)
        make_network(self.db)
        self.now = NOW
        self.staff = make_actor(self.db, make_teacher(self.db, "Лугова Татьяна Сергеевна", role=Role.ADMIN))
        self.newcomers = 0
        self.people = [self.add_person() for _ in range(PEOPLE)]
        self.events = [self.add_event(2), self.add_event(3)]
        self.db.commit()

    def add_person(self) -> Actor:
        self.newcomers += 1
        return make_actor(self.db, make_teacher(self.db, f"Участник{self.newcomers} Анна"))

    def add_event(self, capacity: int) -> Event:
        starts = (self.now.astimezone(ZoneInfo(ZONE)) + timedelta(days=4)).replace(tzinfo=None)
        event = make_event(self.db, capacity=capacity, starts=[starts], author_id=self.staff.account.id)
        event.published_at = event.schedule_set_at = self.now
        return event

    def attempt(self, action: Any, *args: Any) -> None:
        AnyOrder.steps += 1
        self.now += timedelta(milliseconds=1)
        try:
            action(self.db, *args, self.now)
        except Refusal:
            self.db.rollback()
        else:
            self.db.commit()

    @rule(person=PERSON, slot=SLOT)
    def join(self, person: int, slot: int) -> None:
        self.attempt(seats.join_waiting_list, self.people[person], self.events[slot].id)

    @rule(person=PERSON, slot=SLOT)
    def sign_up(self, person: int, slot: int) -> None:
        self.attempt(seats.sign_up, self.people[person], self.events[slot].id)

    @rule(person=PERSON, slot=SLOT)
    def cancel(self, person: int, slot: int) -> None:
        self.attempt(seats.cancel, self.people[person], self.events[slot].id)

    @rule(person=PERSON, slot=SLOT)
    def restore(self, person: int, slot: int) -> None:
        self.attempt(seats.restore, self.people[person], self.events[slot].id)

    @rule(slot=SLOT, capacity=st.one_of(st.none(), st.integers(1, PEOPLE)))
    def set_capacity(self, slot: int, capacity: int | None) -> None:
        self.set_field(slot, DraftField.CAPACITY, capacity)

    @rule(slot=SLOT, hours=st.integers(-60, 60))
    def move(self, slot: int, hours: int) -> None:
        moved = self.events[slot].starts_local + timedelta(hours=hours)
        self.set_field(slot, DraftField.START, [moved.replace(tzinfo=None).isoformat()])

    def set_field(self, slot: int, field: DraftField, value: Any) -> None:
        event = self.events[slot]
        self.attempt(changes.apply_move, self.staff, PlannedMove(event.id, event.version, {field: value}))

    @rule(person=PERSON, slot=SLOT, suits=st.booleans())
    def answer_move(self, person: int, slot: int, suits: bool) -> None:
        event = self.events[slot]
        answer = moves.accept_move if suits else moves.decline_move
        self.attempt(answer, self.people[person], event.id, event.version)

    @rule(pick=st.integers(0, PEOPLE), take=st.booleans())
    def answer_offer(self, pick: int, take: bool) -> None:
        """Answer an offer, or pass lapsed offers on when nobody holds one."""
        held = self.offered()
        if not held:
            self.attempt(expire_offers)
            return
        registration = held[pick % len(held)]
        actor = next(one for one in self.people if one.teacher and one.teacher.id == registration.teacher_id)
        self.attempt(seats.accept_offer if take else seats.decline_offer, actor, registration.id)

    @rule(hours=st.integers(1, 20))
    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        self.attempt(expire_offers)
        self.attempt(closing.finalize_due)

    @rule(person=PERSON, slot=SLOT)
    def walk_in(self, person: int, slot: int) -> None:
        teacher = self.people[person].require_teacher()
        self.attempt(attendance.add_walk_in, self.staff, self.events[slot].id, teacher.id)

    @rule(slot=SLOT)
    def close(self, slot: int) -> None:
        event = self.events[slot]
        self.attempt(attendance.mark_all, self.staff, SheetKey(event.id))
        self.attempt(closing.close, self.staff, event.id)

    @rule(slot=SLOT)
    def reopen(self, slot: int) -> None:
        self.attempt(closing.reopen, self.staff, self.events[slot].id)

    @rule(slot=SLOT)
    def cancel_event(self, slot: int) -> None:
        event = self.events[slot]
        cancellation = Cancellation(event.id, event.version, "Заболел ведущий")
        self.attempt(publishing.cancel_event, self.staff, cancellation)

    @rule(person=PERSON)
    def withdraw(self, person: int) -> None:
        self.attempt(erasure.withdraw, self.people[person])
        self.people[person] = self.add_person()
        self.db.commit()

    @rule(slot=SLOT, capacity=st.integers(1, 4))
    def replace_finished_event(self, slot: int, capacity: int) -> None:
        event = self.events[slot]
        if event.state is EventState.CANCELLED or event.finalized_at is not None or event.ends_at <= self.now:
            self.events[slot] = self.add_event(capacity)
            self.db.commit()

    def offered(self) -> list[Registration]:
        statement = select(Registration).where(Registration.state == RegistrationState.OFFERED)
        return list(self.db.scalars(statement.order_by(Registration.id)).unique())

    @invariant()
    def invariants_hold(self) -> None:
        assert broken_invariants(self.db, self.now) == []

    @invariant()
    def nobody_has_two_seats_at_an_event(self) -> None:
        statement = select(Registration.event_id, Registration.teacher_id)
        seated = self.db.execute(statement.where(Registration.state.in_(SEATED_STATES))).all()
        assert len(seated) == len(set(seated))

    @invariant()
    def withdrawn_people_hold_no_seat(self) -> None:
        held = set(
            self.db.scalars(
                select(Registration.teacher_id).where(
                    Registration.event_id.in_(select(Event.id).where(Event.starts_at > self.now)),
                    Registration.state.in_(SEATED_STATES),
                )
            )
        )
        assert held <= {one.require_teacher().id for one in self.people}

    @invariant()
    def a_cancelled_event_has_no_seats_taken(self) -> None:
        cancelled = select(Event.id).where(Event.state == EventState.CANCELLED)
        statement = select(Registration.id).where(
            Registration.event_id.in_(cancelled), Registration.state.in_(SEATED_STATES), ~Registration.walk_in
        )
        assert self.db.scalars(statement).all() == []

    def teardown(self) -> None:
        self.db.close()
        in_memory().dispose()


def test_every_invariant_holds_after_actions_in_any_order() -> None:
    AnyOrder.steps = 0
    chosen_settings = settings(
        max_examples=-(-STEPS // STEPS_PER_RUN),
        stateful_step_count=STEPS_PER_RUN,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink],
    )
    while AnyOrder.steps < STEPS:
        run_state_machine_as_test(AnyOrder, settings=chosen_settings)
