# Seats and the waiting list: answers, questions, offers, refusals.

seat-confirmed = ✅ You are signed up.
seat-reminders = We will remind you a day and an hour before.
seat-reminder-hour = We will remind you an hour before.
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
