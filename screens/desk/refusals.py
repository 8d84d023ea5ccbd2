"""What can be done instead when the desk refuses: look at the event, correct the draft, write again."""

from collections.abc import Callable

from screens import wishes
from screens.screen import Rows
from screens.texts import Say
from services.correspondence.broadcasts import BroadcastGone, NobodyToTell, NotYourBroadcast
from services.correspondence.letters import LetterGone, NobodyToWriteTo
from services.desk.changes import AlreadyStarted, ChangedMeanwhile, EventClosed, FormGone
from services.desk.events import NotYourEvent
from services.desk.fields.definition import DraftField, StartInPast
from services.desk.publishing import AlreadyPublished, NotADraft, PlaceMissing
from services.events.moved import MovedAgain
from services.refusals import Refusal


def _manage(say: Say, refusal: Refusal) -> Rows:
    return ((say.button("menu-manage", wishes.Go(to=wishes.Place.MANAGE)),),)


def _desk(say: Say, refusal: Refusal) -> Rows:
    event = int(refusal.values["event"])
    return ((say.button("button-open-event", wishes.ManageEvent(event=event)),),)


def _card(say: Say, refusal: Refusal) -> Rows:
    event = int(refusal.values["event"])
    return ((say.button("button-more", wishes.ShowEvent(event=event), style="primary"),),)


def _copy(say: Say, refusal: Refusal) -> Rows:
    event = int(refusal.values["event"])
    return ((say.button("button-copy", wishes.CopyEvent(event=event)),),)


def _write(say: Say, refusal: Refusal) -> Rows:
    event = int(refusal.values["event"])
    return ((say.button("button-write-all", wishes.WriteToParticipants(event=event)),),)


def _new_broadcast(say: Say, refusal: Refusal) -> Rows:
    return ((say.button("button-new-broadcast", wishes.Go(to=wishes.Place.BROADCAST)),),)


def _broadcast(say: Say, refusal: Refusal) -> Rows:
    number = int(refusal.values["broadcast"])
    look = wishes.ShowBroadcast(broadcast=number)
    return ((say.button("button-look", look),),)


def _other_audience(say: Say, refusal: Refusal) -> Rows:
    return ((say.button("button-other-audience", wishes.OtherAudience()),),)


def _field(field: DraftField) -> Callable[[Say, Refusal], Rows]:
    def correct(say: Say, refusal: Refusal) -> Rows:
        event = int(refusal.values.get("event", 0))
        if not event:
            return ()
        wish = wishes.ChangeEvent(event=event, field=field)
        return ((say.button(f"draft-field-{field.value}", wish, style="primary"),),)

    return correct


DESK_NEXT: dict[type[Refusal], Callable[[Say, Refusal], Rows]] = {
    AlreadyPublished: _desk,
    AlreadyStarted: _desk,
    BroadcastGone: _new_broadcast,
    ChangedMeanwhile: _desk,
    EventClosed: _copy,
    FormGone: _manage,
    LetterGone: _write,
    MovedAgain: _card,
    NobodyToTell: _other_audience,
    NobodyToWriteTo: _desk,
    NotADraft: _desk,
    NotYourBroadcast: _broadcast,
    NotYourEvent: _desk,
    PlaceMissing: _field(DraftField.HOST),
    StartInPast: _field(DraftField.START),
}
