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
desk-published-untold = ✅ Published.
desk-told-later = They will hear { $time }.
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
desk-zone-head = { $count ->
    [one] The rules of a time zone have changed: this concerns { $count } event.
   *[other] The rules of a time zone have changed: this concerns { $count } events.
}
desk-zone-line = { $time } – “{ $title }”
desk-zone-more = and { $count } more
desk-zone-after =
    The time on the clock is the same, reminders follow the new rules. We have not written to the participants.
    If an event is in the calendar of your phone, add it there once more.
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

# Making an event and changing its fields.

draft-ask-message =
    <b>New event</b>
    Describe it in one message, for example:
    <i>Seminar “Reading a problem” 7 October 14:00, 4 hours, 35 seats, for teachers</i>
    I will ask for what is missing.
draft-words-needed = Words are needed: write the announcement in one message.
draft-known = Known so far: { $known }
draft-known-seats = { $count ->
    [one] { $count } seat
   *[other] { $count } seats
}
draft-left = No event was made. You can begin again at any time.
draft-kept =
    The draft is kept: “{ $title }”.
    It is the first in “My events”.
draft-dropped = The draft “{ $title }” is deleted.
draft-drop-asked = Delete the draft “{ $title }”? It cannot be brought back.
draft-form-gone = This announcement is already kept or was begun anew. Open “My events” or begin a new one.

draft-ask-form = What form is it? Choose or write it in your own words.
draft-ask-word = What should the card and the certificate call the form? For example: <i>master class</i>. The category stays.
draft-ask-level = What level is the event of?
draft-ask-tags = Which topics? Separate them by commas, for example: <i>exams, technology</i>.
draft-ask-scope = What is its scope? Choose or write a word of your own.
draft-ask-order = By which order is it held? For example: <i>No. 12 of 01.09.2026</i>. It goes into the certificates.
draft-ask-issuer = Which organisation issues the certificates?
draft-ask-issuer-which = Which organisation did you mean?
draft-ask-title = What is it called? Write the title, up to 300 characters.
draft-ask-start = When does it begin? For example: <i>7 October 14:00</i> or <i>tomorrow at 3 pm</i>.
draft-ask-start-time = { $date }. At what time does it begin?
draft-ask-start-date = It begins at { $time }. On what date?
draft-ask-hours = How many hours? Choose or write, for example <i>1.5 hours</i>.
draft-ask-end = When does it end? For example <i>17:00</i> or <i>3 hours</i>. The hours on the certificate stay.
draft-ask-host = Where is it? Choose an organisation or write its name or an address.
draft-ask-host-which = Which organisation do you mean?
draft-ask-place = Address or room? For example: <i>12 Mira St, room 204</i>.
draft-ask-link = The link to join? Only participants will see it.
draft-ask-format = How is it held?
draft-ask-seats = How many seats? Choose or write a number.
draft-ask-posts = Whom is it for? Mark the posts.
draft-ask-stat = For schools with which statuses?
draft-ask-subj = For teachers of which subjects?
draft-ask-sub = Which subproject does it belong to?
draft-ask-sub-which = Which subproject did you mean?
draft-ask-dead = Until what day is sign-up open? For example: <i>5 October</i> or <i>6 October 18:00</i>.
draft-ask-resp = Who is responsible for the event? Choose or write the surname.
draft-ask-resp-which = Whom do you mean?
draft-ask-note = What else should participants know? Up to 1000 characters.
draft-now = Now: { $value }

draft-unknown-form = We will write “{ $word }”, as you said. Which category is it?
draft-admins-add-forms = New categories are added by the network's admin. Choose one from the list: your word stays.
draft-bad-value = { $field ->
    [form] The form takes a few words, 2 to 80 characters: “master class”.
    [word] The form takes a few words, 2 to 80 characters: “master class”.
    [level] Choose the level by a button.
    [tags] Topics are words separated by commas: up to 10, of 2 to 64 characters each.
    [scope] The scope takes a word or two, up to 32 characters.
    [order] The number of the order is needed, for example: No. 12 of 01.09.2026
    [issuer] The network has no such organisation: choose from the list.
    [title] A title is words, from 3 to 300 characters.
    [start] The date and the time of the start are needed.
    [hours] The number of hours was not understood: it must be above zero, for example 2.
    [end] A time after the start is needed, for example 17:00.
    [host] There is no such organisation: choose from the list or write an address.
    [place] An address is words, from 2 to 300 characters.
    [link] The whole link is needed, beginning with https://
    [format] Choose by a button: in person, online or both.
    [seats] A number of seats from 1 to 10,000 is needed.
    [posts] Choose the posts by the buttons.
    [stat] Choose the statuses by the buttons.
    [subj] Choose the subjects by the buttons.
    [sub] There is no such subproject: choose one or type its name.
    [dead] The day until which sign-up is open is needed.
    [resp] There is no such name among the methodists.
   *[note] Words are needed, from 2 to 1000 characters.
}
draft-deadline-unfit = Sign-up closes after the present moment and not after the start. Write another day.
draft-start-past = This time has passed. Write when it begins: date and time.
draft-meeting-has-marks = Presence is already marked at the meeting you are removing. Keep it: mark those who were not there as absent and close the list.
draft-already-started = The event has begun: time, place and seats do not change any more.
draft-event-closed = The event is cancelled or finished and cannot be changed. You can copy it.
draft-changed-meanwhile = The event was changed meanwhile. Look at it as it is now.

draft-doubt-nothing_found = The date was not understood.
draft-doubt-past = { $day } is in the past.
draft-doubt-after_year_end = { $day } is after the end of the academic year.
draft-doubt-weekday_mismatch = It is { $day }, not { $weekday }. Write the right date.
draft-doubt-no_such_day = There is no such day: { $said }.
draft-doubt-no_such_time = There is no such time: { $said }.
draft-doubt-ambiguous_date = It is not clear which day: { $said }.
draft-doubt-ambiguous_time = It is not clear which time: { $said }.
draft-doubt-after_start = Sign-up cannot close after the start: { $said }.

draft-check-date = Check the date: <b>{ $date }</b>
draft-check-past = This time has passed: change the date to publish.
draft-unset = Not set: { $what }.
draft-unset-subproject = subproject
draft-unset-seats = seats (no limit)
draft-unset-audience = audience (everybody)
draft-unset-place = place
draft-unset-link = link
draft-unset-responsible = responsible person
draft-clash = On the same day for the same audience: { $events }.

draft-change-head = <b>What to change?</b>
draft-line = { $field }: { $value }
draft-field-form = Form
draft-field-word = Form in words
draft-field-level = Level
draft-field-tags = Topics
draft-field-scope = Scope
draft-field-order = Order
draft-field-issuer = Issues certificates
draft-field-title = Title
draft-field-start = Date and time
draft-field-hours = Hours
draft-field-end = End
draft-field-host = Organisation
draft-field-place = Address, room
draft-field-link = Link
draft-field-format = Format
draft-field-seats = Seats
draft-field-posts = Posts
draft-field-stat = School statuses
draft-field-subj = Subjects
draft-field-sub = Subproject
draft-field-dead = Sign-up until
draft-field-resp = Responsible
draft-field-note = Note
draft-value-none = not set
draft-value-coordinator = the network's coordinator
draft-value-as-category = as the category
draft-value-all = everybody
draft-value-unlimited = no limit
draft-value-until-start = the start

button-steps = Step by step
button-coordinator = The coordinator
button-new-form = New category: { $what }
button-more-fields = More
button-publish = Publish
button-change = Change
button-draft = Keep as draft
button-drop-draft = Delete the draft
button-sure-drop = Yes, delete
button-online = Online
button-other-place = Another place
button-as-address = Keep as the address
button-unlimited = No limit
button-for-all = Everybody
button-done = Done
button-clear = Remove
button-until-start = Until the start
button-by-hours = By the hours
button-no-subproject = No subproject
button-chosen = ✓ { $what }
button-hours = { $count } h

# Speakers of an event.

speakers-head = <b>Speakers</b>: “{ $title }”
speakers-line = { $number }. { $speaker }
speakers-none = Nobody yet. Add the speakers: they need not sign up.
speaker-words = { $who } – { $what }
speaker-topic = “{ $topic }”
speaker-opened = { $speaker }
speaker-place = In order: { $place } of { $last }
speaker-ask-topic = Choose the role. To enter the topic, write it in one message.
speaker-ask-name = Who is speaking? Write the surname or the full name.
speaker-found = “{ $typed }”: choose from the list. A guest from outside the network is the last button.
speaker-found-nobody = The network has no such name: { $typed }. Enter a guest or write it otherwise.
speaker-bad-name = A name is made of words, up to 200 characters.
speaker-bad-topic = A topic is made of words, 2 to 300 characters.
speaker-twice = This person is in the list with this role already.
speaker-too-many = The list holds 50 people, no more will fit. Remove somebody.
button-speakers = Speakers
button-add-speaker = Add
button-speaker-guest = Guest: { $name }
button-speaker-earlier = Earlier
button-speaker-later = Later
button-speaker-no-topic = Remove the topic
button-speaker-remove = Remove from the list
button-speaker-list = To the list
