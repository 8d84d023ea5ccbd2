# The staff's events: the list, one event, participants, letters, moving and cancelling.

desk-head-own = <b>My events</b>
desk-head-all = <b>All events of the network</b>
desk-empty-own = You have no events yet. Make a new one or look at all of them.
desk-empty-all = There are no events yet.
desk-line = “{ $title }”, { $form }
desk-line-when = { $time } · { $state }
desk-state-draft = draft
desk-state-cancelled = cancelled
desk-state-done = attendance closed
desk-state-unmarked = mark the attendance
desk-state-signed = { $seats ->
    [none] { $count } signed up
   *[other] { $count } of { $seats } signed up
}
desk-read-only = The author, the responsible person and administrators can change this event.
desk-cancelled = Cancelled: { $reason }
desk-counts = Signed up: { $confirmed ->
    [one] { $confirmed } person
   *[other] { $confirmed } people
}{ $capacity ->
    [none] {""}
   *[other] , seats { $capacity }
}
desk-counts-offered = seats offered: { $count }
desk-counts-waiting = waiting: { $count }
desk-counts-walk-ins = without sign-up: { $count }
desk-responsible = Responsible: { $name }

desk-published =
    ✅ Published.
    The audience will hear of it: { $whom }.
desk-whom-all = all teachers of the network
desk-quiet = It is quiet hours now: people will hear { $time }.

desk-changed = Changed.
desk-ask-move = { $count ->
    [one] Move it? { $count } person will be told and asked whether it suits.
   *[other] Move it? { $count } people will be told and asked whether it suits.
}
desk-was = Was: { $was }
desk-becomes = Now: { $becomes }
desk-moved = { $count ->
    [0] Moved.
    [one] Moved. { $count } person will be told.
   *[other] Moved. { $count } people will be told.
}

desk-ask-reason = { $count ->
    [0] Why is “{ $title }” cancelled? Write the reason in one message, from 3 to 300 characters.
    [one] Why is “{ $title }” cancelled? { $count } person will see the reason. Write it in one message, from 3 to 300 characters.
   *[other] Why is “{ $title }” cancelled? { $count } people will see the reason. Write it in one message, from 3 to 300 characters.
}
desk-ask-cancel = { $count ->
    [0] Cancel “{ $title }”? Nobody has signed up.
    [one] Cancel “{ $title }”? { $count } person will be told.
   *[other] Cancel “{ $title }”? { $count } people will be told.
}
desk-reason = Reason: { $reason }
desk-cancelled-now = { $count ->
    [0] Cancelled: “{ $title }”.
    [one] Cancelled: “{ $title }”. { $count } person will be told.
   *[other] Cancelled: “{ $title }”. { $count } people will be told.
}

desk-participants = <b>Participants</b>: “{ $title }”
desk-participants-none = Nobody has signed up yet.
desk-person-confirmed = ✓ { $who }
desk-person-asked = ✓ { $who } – no answer about the move yet
desk-person-walk-in = ✓ { $who } – without sign-up
desk-person-offered = … { $who } – a seat is offered
desk-person-waiting = { $number }. { $who } – on the waiting list

desk-ask-letter = { $count ->
    [one] The letter goes to { $count } participant.
   *[other] The letter goes to { $count } participants.
} Write the text in one message, up to 2000 characters.
desk-letter-preview = { $count ->
    [one] Send it to { $count } participant?
   *[other] Send it to { $count } participants?
}
desk-letter-text =
    A letter about “{ $title }”:

    { $text }
desk-letter-sent = { $count ->
    [one] The letter is sent to { $count } participant.
   *[other] The letter is sent to { $count } participants.
}
desk-letter-waits = { $count ->
    [one] It is quiet hours now: { $count } participant gets the letter { $time }.
   *[other] It is quiet hours now: { $count } participants get the letter { $time }.
}
desk-letter-dropped = The letter is not sent.

desk-left = Fine, nothing has changed.

desk-not-yours = The author, the responsible person and administrators can change this event. Every methodist can look at the participants.
desk-already-published = The event is public already; it is not announced twice.
desk-place-missing = No place is set. Add an organisation or an address, then it can be published.
desk-bad-reason = A reason is a few words, from 3 to 300 characters. Write it in one message.
desk-not-a-draft = It is no draft any more: the event can only be cancelled.
desk-moved-again = Time or place have changed again since. Look how it stands now.
desk-bad-letter = A text is needed, from 2 to { $longest } characters. Write the letter in words, in one message.
desk-nobody-to-write-to = There is nobody to write to: no one who has signed up is in the bot.
desk-letter-gone = This letter is already sent or dropped. To write again press “Write to participants”.

desk-notice-moved-time = { $form } “{ $title }”: the time has changed.
desk-notice-moved-place = { $form } “{ $title }”: the place has changed.
desk-notice-moved-both = { $form } “{ $title }”: time and place have changed.
desk-notice-same-time = The time is the same: { $time }
desk-notice-same-place = The place is the same: { $place }
desk-notice-keeps-seat = Without an answer your seat is kept. Does it suit you?
desk-notice-keeps-turn = Without an answer your turn is kept. Does it suit you?
desk-notice-still-offered = The seat is still offered to you: confirm by { $until } if this suits you, or it goes to the next colleague.
desk-notice-cancelled =
    Cancelled: { $form } “{ $title }”, { $time }.
    Reason: { $reason }
desk-notice-similar = Similar: “{ $title }”, { $time }.
desk-notice-letter =
    ✉️ A letter to the participants of “{ $title }”, { $time }

    { $text }
desk-notice-letter-from = { $name }
desk-own-moved = Your event has been moved: { $form } “{ $title }”.
desk-own-cancelled = Your event has been cancelled: { $form } “{ $title }”, { $time }.
desk-own-by = { $name ->
    [none] An administrator did this.
   *[other] Done by: { $name }.
}
desk-suits = Fine, see you: “{ $title }”, { $time }.
desk-with-link = { $place }, a new link

button-new-event = New event
button-desk-own = Mine
button-desk-all = All
button-participants = Participants
button-attendance = Attendance
button-move = Move
button-write-all = Write to participants
button-copy = Copy
button-cancel-event = Cancel
button-sure-move = Yes, move it
button-sure-cancel-event = Yes, cancel it
button-not-now = Not now
button-send = Send
button-suits = It suits me
button-open-event = To the event
button-as-seen = As participants see it
