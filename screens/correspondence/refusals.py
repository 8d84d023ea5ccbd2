"""Next steps after refusals of questions, letters and broadcasts."""

from screens import wishes
from screens.desk.refusals import to_managed_event
from screens.next_steps import NextStep, event_of, open_place, to_events
from screens.screen import Rows
from screens.texts import Say
from services.correspondence.broadcasts import BroadcastGone, NobodyToTell, NotYourBroadcast
from services.correspondence.letters import LetterGone, NobodyToWriteTo
from services.correspondence.questions import NobodyToAsk
from services.refusals import Refusal


def _write(say: Say, refusal: Refusal) -> Rows:
    return ((say.button("button-write-all", wishes.WriteToParticipants(event=event_of(refusal))),),)


def _to_broadcast(say: Say, refusal: Refusal) -> Rows:
    return ((say.button("button-look", wishes.ShowBroadcast(broadcast=int(refusal.values["broadcast"]))),),)


def _other_audience(say: Say, _refusal: Refusal) -> Rows:
    return ((say.button("button-other-audience", wishes.OtherAudience()),),)


NEXT: dict[type[Refusal], NextStep] = {
    BroadcastGone: open_place("button-new-broadcast", wishes.Place.BROADCAST),
    LetterGone: _write,
    NobodyToAsk: to_events,
    NobodyToTell: _other_audience,
    NobodyToWriteTo: to_managed_event,
    NotYourBroadcast: _to_broadcast,
}
