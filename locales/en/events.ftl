# Lists of events, the card, sharing, the calendar.

list-head-fit = <b>Events for you</b>
list-head-all = <b>All events of the network</b>
list-head-online = <b>Online events</b>
list-of-form = <b>Form: { $form }</b>
list-of-subproject = <b>Subproject: { $title }</b>
list-line =
    “{ $title }”, { $form }
    { $time } · { $mark }
list-mark-open = seats available
list-seats-left = { $left ->
    [one] { $left } seat left
   *[other] { $left } seats left
}
list-mark-full = full, there is a waiting list
list-mark-closed = sign-up closed
list-mark-not_for_you = for other participants
list-mark-confirmed = ✓ you are signed up
list-mark-offered = a seat is offered to you
list-mark-waiting = you are on the waiting list
list-mark-past = already begun
list-mark-cancelled = cancelled
list-mark-draft = draft
list-nothing-fits = { $told ->
    [0] There are no events for you yet. Have a look at all of them.
   *[other] There are no events for you yet: we will tell you when there are. Have a look at all of them.
}
list-nothing = There are no such events yet. Have a look at all of them.
list-nothing-at-all = There are no events yet. They will be here as soon as there are some.
list-filter-fit = For me
list-filter-all = All
list-filter-online = Online
list-filter-form = By form
list-filter-sub = By subproject
list-choose-form = Choose the form of the event.
list-choose-subproject = Choose a subproject.
list-nothing-to-choose = There is nothing to choose from yet: no events so far.
list-no-subprojects = The coming events belong to no subproject. Choose “By form” or “All”.

event-name = “{ $title }”, { $form }
event-when = { $time } · { $hours }
event-link = Link: { $link }
event-link-in-card = The link is on the event’s card.
event-link-hidden = The link opens to participants.
event-link-later = Online: the organiser will send the link.
event-subproject = Subproject: { $title }
event-host = Host: { $host }
event-seats-unlimited = Seats: no limit
event-seats-left = Seats: { $capacity }, { $left ->
    [one] { $left } seat left
   *[other] { $left } seats left
}
event-seats-none = Seats: { $capacity }, none free
event-waiting = waiting list: { $count ->
    [one] { $count } person
   *[other] { $count } people
}
event-deadline-start = Sign-up: until the start
event-deadline = Sign-up: until { $deadline }
event-for = For: { $whom }
event-for-all = For: everybody
event-points = Points: { $roles }
event-speakers = Speakers: { $speakers }
event-speaker = { $name } ({ $about })
event-talk = “{ $topic }”
event-responsible = Responsible: { $name }
event-level = { $level } level
event-order = Order { $order }
event-issuer = Certificate issued by: { $issuer }
event-note = { $text }
event-cancel-reason = Reason: { $reason }
event-alternative = Open and similar: “{ $title }”, { $time }, { $format }.

event-stands-confirmed = ✅ You are signed up.
event-stands-past-confirmed = You are signed up; the event is taking place now.
event-stands-over = The event is over. Your attendance is in “My sign-ups”, your points are in “My card”.
event-stands-offered = A seat has become free for you.
event-stands-waiting = You are on the waiting list, number { $number }.
event-stands-full = No seats left. You can join the waiting list: if a seat becomes free, we will write at once.
event-stands-closed = Sign-up is closed: it ran until { $closed }.
event-stands-past = Sign-up is over: the event has begun or has taken place.
event-stands-cancelled = The event is cancelled.
event-stands-not-for-you = You cannot sign up: the event is meant for other participants, see “For”.
event-stands-draft = Draft: only methodists see it.

event-share = Forward to a colleague:
event-share-text = “{ $title }”, { $time }. Sign up in the bot:
event-share-link = Sign-up: { $link }
event-share-later = The link appears as soon as the bot knows its own name. Try again in a minute.
event-calendar = Calendar file: “{ $title }”, { $time }. Open it on your phone or computer.

button-look = Have a look
button-open-card = Open the event
button-calendar = To my calendar
button-share = Share
button-send-colleague = Send to a colleague
button-copy-event-link = Copy the link
button-ask-organizer = Ask the organiser
button-to-desk = Manage
button-my-profile = Profile

my-head = <b>My sign-ups</b>: coming – { $coming }, past – { $past }
my-head-past = <b>Past</b>
my-line =
    “{ $title }”, { $form }
    { $time }
my-nothing = No sign-ups yet. Choose an event: signing up takes one press.
my-state-confirmed = ✓ You are signed up
my-waiting = On the waiting list, number { $number }
my-offered = A seat is offered to you: confirm by { $until }
my-state-cancelled = Cancelled by the organiser
my-state-running = Taking place now
my-state-attended = You were there
my-state-no_show = Marked as absent
my-state-unmarked = Attendance is not marked yet

# Seats and the waiting list: answers, questions, offers, refusals.

seat-confirmed = ✅ You are signed up.
seat-reminders = We will remind you { $spans } before.
seat-reminders-each = Before each later meeting, too.
seat-reminders-at = We will remind you { $times }.
seat-reminders-both = We will remind you { $spans } before, and also { $times }.
seat-clash = At the same time you are signed up for { $events }.
seat-waiting = No seats yet. You are on the waiting list, number { $number }.
seat-waiting-next = If a seat becomes free, we will write at once: you will have 12 hours to answer, less near the start.
seat-ask-cancel = Cancel your sign-up? The seat goes to the next person.
seat-ask-leave = Leave the waiting list? Your number is { $number } now; coming back means the end of the list.
seat-cancelled = Sign-up cancelled: { $form } “{ $title }”, { $time }. You can take it back while the seat is free.
seat-given-back = Sign-up cancelled: { $form } “{ $title }”, { $time }. The seat is offered to the next on the waiting list.
seat-left-list = You have left the waiting list: { $form } “{ $title }”, { $time }.
seat-let-go = All right, the next person gets the seat: { $form } “{ $title }”, { $time }. If your plans change, join the waiting list again.
seat-offered = A seat has become free for you.
seat-offer-until = Confirm by { $until }, or it goes to the next colleague.
seat-offer-ended = The time to answer is over, the seat goes to the next: { $form } “{ $title }”, { $time }. You can join the waiting list again.

button-join-queue = Join the waiting list
button-leave-list = Leave the waiting list
button-cancel-seat = Cancel sign-up
button-sure-cancel = Yes, cancel
button-sure-leave = Yes, leave
button-keep-seat = Keep it
button-restore = Take it back
button-take-seat = I am coming
button-let-go = I cannot come

refused-already-signed-up = You are already signed up: { $form } “{ $title }”, { $time }. Nothing needs doing.
refused-already-waiting = You are already on the waiting list, number { $number }: { $form } “{ $title }”, { $time }. If a seat becomes free, we will write at once.
refused-event-full = No seats left: { $form } “{ $title }”, { $time }. Join the waiting list: if a seat becomes free, we will write at once.
refused-sign-up-closed = Sign-up is closed, it ran until { $closed }: { $form } “{ $title }”, { $time }. Ask the organiser or look at other events.
refused-event-past = It is too late to sign up, the event has begun or has taken place: { $form } “{ $title }”, { $time }. Look at the coming ones.
refused-event-cancelled = The event is cancelled: { $form } “{ $title }”, { $time }.
refused-look-at-coming = Look at the coming ones.
refused-not-for-you = Sorry, you cannot sign up.
refused-not-for-you-post = The event is for other posts: { $whom }.
refused-not-for-you-subject = The event is for those who teach: { $whom }. You can change your subjects in the profile.
refused-not-for-you-status = The event is meant for schools with the status: { $whom }.
refused-other-event = A similar event is open: { $time }, { $format }.
refused-not-signed-up = You are not signed up: { $form } “{ $title }”, { $time }. There is nothing to cancel.
refused-too-late-to-cancel = A sign-up can be cancelled until the start: { $form } “{ $title }”, { $time }. If you did not come, write to the organiser.
refused-offer-ended = The offer of a seat no longer holds: { $form } “{ $title }”, { $time }. You can join the waiting list again.
