# Presence: the organiser's list, the code word, people at the door.

attendance-head =
    <b>Attendance</b>: “{ $title }”
    { $time }
attendance-meeting = Meeting { $number } of { $count }: { $time }
attendance-counts = Present: { $present } · absent: { $absent } · not marked: { $unmarked }
attendance-nobody = Nobody signed up. Add those who came.
attendance-word =
    Code word: <b>{ $word }</b>
    Taken { $span }. Say it in the hall and to those online: participants send it to the bot.
attendance-no-word = There is no code word yet. With one, participants mark themselves.
attendance-opens = Presence is marked from { $time }. Roles can be set already.
attendance-is-closed = Attendance is closed. It can be reopened until { $until }, then points and certificates are given.
attendance-is-due = Attendance is closed: points and certificates are being given.
attendance-is-making = Points have been given. Certificates are being made: { $made } of { $of }; they reach everybody by themselves.
attendance-is-final = Points and certificates have been given.
attendance-was-nobody = Attendance is closed: nobody was present, so there are no points or certificates.
attendance-read-only = The event's author, the responsible person and admins mark attendance.
attendance-span = from { $from } to { $until }
attendance-row = { $mark } { $name } · { $organization } · { $roles }
attendance-row-alone = { $mark } { $name } · { $roles }

attendance-person = <b>{ $name }</b>
person-erased = Profile erased
attendance-state-attended = Presence: was there
attendance-state-by-code = Presence: was there, by the code word
attendance-state-no_show = Presence: was not there
attendance-state-none = Presence: not marked
attendance-walk-in = Without a sign-up
attendance-roles = Role: { $roles }
attendance-role-hint = The role decides the points and the certificate's wording.

attendance-close-ask =
    Close the attendance of “{ $title }”?
    Present: { $present }, absent: { $absent }, not marked: { $unmarked }.
attendance-close-unmarked = Those not marked count as absent.
attendance-close-early = The event still goes on, until { $until }.
attendance-close-then = { $minutes ->
    [0] It cannot be reopened: points and certificates are given at once.
    [60] For an hour it can be reopened, then points and certificates are given.
   *[other] For { $span } it can be reopened, then points and certificates are given.
}

attendance-who = Whom to add? Write the surname or the full name.
attendance-who-again = Surname and given name are needed, in letters. Whom to add?
attendance-found = Choose from the list. If nobody fits, write the name more fully or add a new participant.
attendance-found-nobody = “{ $typed }” is not in the network. Write it differently or add a new participant.
attendance-found-incomplete = “{ $typed }” is not in the network. To add a new participant, write surname and given name in full.
attendance-person-button = { $name } · { $organization }
attendance-where = { $name }: from which organisation? Write its name or the school's number.
attendance-where-found = Choose the organisation or write it differently.
attendance-where-again = There is no such organisation in the network. Write it differently or add without one.
attendance-added = Added

code-word-marked = Marked: you are { $at }. Enjoy it!
code-word-already = You are already marked: “{ $title }”. Nothing needs doing.
code-word-early = The word is right, but it is too early: marking for “{ $title }” opens { $opens }. Send it again then.
code-word-late = The word is right, but it was taken until { $until }. If you were at “{ $title }”, ask the organiser to mark you.
code-word-closed = { $minutes ->
    [0] The attendance of “{ $title }” is closed. If you were there, write to the organiser.
    [60] The attendance of “{ $title }” is closed. If you were there, write to the organiser: it can be reopened for an hour.
   *[other] The attendance of “{ $title }” is closed. If you were there, write to the organiser: until points are given it can be reopened.
}
code-word-not_listed = The word is right, but you are not on the list of “{ $title }”. Ask the organiser to add you.
code-word-marked_absent = The organiser marked you absent at “{ $title }”. If that is wrong, speak or write to the organiser.
code-word-elsewhere = You are already marked at another meeting of “{ $title }” at the same time. If you changed rooms, ask the organiser to correct the mark.
code-word-wrong = That word did not fit. Check the letters or ask the organiser to mark you in the list.
code-word-too_many = Too many different words in a row. Ask the organiser to mark you in the list, or try again in 10 minutes.
code-word-form-waits = The question above still waits for an answer.

attendance-not-published = Only published events have attendance: this is a draft or cancelled.
attendance-too-early = Too early: presence is marked from 15 minutes before the start and closed after it.
attendance-closed = { $minutes ->
    [60] Attendance is closed. For an hour it can be reopened.
   *[other] Attendance is closed. Until points are given it can be reopened.
}
attendance-present-elsewhere = This person is marked present at “{ $title }” at the same time. If they changed rooms, first mark “Was not there” there.
attendance-meetings-ahead = { $several ->
    [1] The last meeting has not begun: the list can be closed after its start.
   *[other] The event has not begun: the list can be closed after its start.
}
attendance-finalized = Points and certificates have been given: marks no longer change.
attendance-not-closed = Attendance is open as it is.

button-make-code = Code word
button-other-code = Another word
button-mark-all = Mark everyone
button-add-walk-in = Add a participant
button-newcomer = New participant
button-no-organization = Without organisation
button-close-attendance = Close attendance
button-close-sure = Yes, close
attendance-ask-ground = On what ground is the name recorded?
attendance-ground-entered = Recorded
button-ground-paper_consent = Paper consent
button-ground-employer_order = Employer's order
button-reopen = Reopen
button-to-list = ‹ To the list
button-to-event = ‹ To the event
button-was = Was there
button-was-not = Was not there
