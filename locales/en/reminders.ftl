# Announcements, reminders, feedback.

remind-when = { $days ->
    [0] Today
    [1] Tomorrow
   *[other] Soon
}
remind-published =
    You are invited: { $form } “{ $title }”
    { $time } · { $hours }
remind-seats-none = No seats are left, but you can join the waiting list.
remind-closing = Sign-up closes soon: { $form } “{ $title }”, { $time }.
remind-open = Sign-up is still open: { $form } “{ $title }”, { $time }.
remind-closing-until = You can sign up until { $deadline }.
remind-day = { remind-when }, { $time }: { $form } “{ $title }”.
remind-hour = We start soon, at { $clock }: “{ $title }”.
remind-link = Link: { $link }
remind-link-later = The organiser will send the link.
remind-code = The organiser will name a code word: send it here so that your attendance counts.
remind-keeps-seat = If you do not answer, the seat stays yours.
remind-speakers = You are speaking on { $date }: { $form } “{ $title }”. If anything has changed, write to the organiser.
remind-unmarked = “{ $title }”, { $time }, is over. Mark the attendance: then people get their points and certificates.
remind-unmarked-meeting = A meeting of “{ $title }” is over, { $time }. Mark who was there: hours are counted by the meeting.
remind-feedback = How was “{ $title }”? One mark and, if you like, a few words. Only the methodist sees it, without your name.

reminder-before = { $span }
reminder-eve = the day before at { $clock }
reminder-same-day = on the day itself at { $clock }
reminder-on = on { $moment }

remind-coming = Good, see you at “{ $title }”, { $time }.
remind-coming-late = “{ $title }”, { $time }, has begun or is over: the reminder needs no answer any more.
feedback-thanks = Thank you, your mark { $mark } is kept. If you like, write a few words in one message.
feedback-words-kept = Thank you, your words go to the methodist without your name.
feedback-words-needed = Words are needed, up to 1000 characters. Write one message or press “No words”.
feedback-done = Thank you for the mark.

button-coming = Coming
button-not-coming = Cannot come
button-sign-up-now = Sign up
button-more = Details
button-mark-attendance = Mark attendance
button-write-organizer = Write to the organiser
button-without-words = No words

refused-not-attended = Marks come from those who were at “{ $title }”. If you were there, ask the organiser to mark you.
refused-seat-gone = You no longer hold a seat at “{ $title }”: it was cancelled, or the event is off. See whether seats are left.
