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

draft-ask-form = What form is it? Choose or write.
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

draft-bad-value = { $field ->
    [form] There is no such form in the list.
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
draft-value-all = everybody
draft-value-unlimited = no limit
draft-value-until-start = the start

button-steps = Step by step
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
