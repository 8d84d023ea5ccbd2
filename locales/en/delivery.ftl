# Delivery as an operator sees it: alarms, counts, what did not arrive; the same lines in the chat and in `centrik doctor`.

delivery-admin-only = Only admins see delivery. If you are one, check ADMIN_IDS.
delivery-fine = Delivery: all is well.
delivery-worries = ⚠️ Delivery: please look.

delivery-never = The bot has never run on this database.
delivery-tick = Last tick of the clock: { $time }, running since { $start }
delivery-queue-inbox = Updates waiting: { $count }
delivery-queue-answers = Answers queued: { $count }
delivery-queue-notices = Notices queued: { $count }
delivery-queue-jobs = Documents being made: { $count }
delivery-oldest = { $line }, the longest for { $minutes } min
delivery-sending = Being sent now: { $count }, waiting for their time: { $later }
delivery-sent = Sent within a minute: { $minute }, within an hour: { $hour }
delivery-held = Telegram asked to wait (429), times since the start: { $count }
delivery-held-now = { $line }, now for { $seconds } s
delivery-away = The database took nothing in, just now: { $seconds } s
delivery-dropped = Skipped because somebody was too fast, since the start: { $count }
delivery-parked = Updates put aside: { $count }
delivery-jobs-failed = Documents that failed: { $count }
delivery-blocked = Have closed the chat with the bot: { $count }
delivery-undelivered = Not delivered in 7 days: { $counts }
delivery-count = { $name } – { $count }
delivery-by-kind = • { $name }, { $state }: { $count }
delivery-more-kinds = More kinds: { $count }

delivery-list = What did not arrive in 7 days, the newest first:
delivery-list-once = A button marks what the bot does not repeat by itself: told twice, points look doubled.
delivery-list-empty = Everything of the last 7 days arrived.
delivery-again = Sending again: { $count }.
delivery-again-none = Nothing is left to send. The list is up to date.
delivery-row = No. { $number } · { $name } · { $state } · { $time }
delivery-job-row = No. { $number } · { $name } · { $time }
delivery-parked-row = No. { $number } · { $time }
button-undelivered = What did not arrive
button-again = Send again: No. { $number }
button-again-all = Send all of them again: { $count }
button-refresh = Refresh

delivery-state-expired = too late
delivery-state-unclear = unclear whether it arrived
delivery-state-failed = refused by Telegram
delivery-state-dropped = chat closed

delivery-document-certificate = certificate
delivery-document-card = activity card

delivery-alarm-inbox = ⚠️ What people wrote has been waiting for { $minutes } min, { $count } in the queue.
delivery-alarm-answers = ⚠️ Answers to people have been waiting for { $minutes } min, { $count } in the queue.
delivery-alarm-notices = ⚠️ Notices have been waiting for { $minutes } min, { $count } in the queue.
delivery-alarm-jobs = ⚠️ Documents have been in the making for { $minutes } min, { $count } in the queue.
delivery-alarm-jobs_failed = ⚠️ Documents that failed: { $count }. Somebody waits for a certificate or a card.
delivery-alarm-undelivered = ⚠️ Messages that did not arrive: { $count }. Too late, refused, or unclear whether they did.
delivery-alarm-parked = ⚠️ Updates put aside: { $count }. Run centrik doctor on the server to see what they were.
delivery-alarm-slow = ⚠️ Mass messages go slower: Telegram asks to wait { $count } s. Nothing is lost, it will be sent later.
delivery-alarm-store = ⚠️ The database took nothing in for { $count } s. Who pressed was asked to press again; nothing is lost. Check the disk and what else opens the database.

doctor-undelivered = Not delivered in 7 days (the newest):
doctor-jobs = Documents that failed (the newest):
doctor-parked = Updates put aside (the newest):
doctor-no-database = The database does not answer or has no tables yet: check DATABASE_URL and that the bot has run once.
doctor-well = All is well.
doctor-worried = Please look: the lines with “!”.

delivery-kind-answer = answer to a press or message
delivery-kind-event_published = announcement of an event
delivery-kind-signup_closing = sign-up closes soon
delivery-kind-speakers_week = reminder to speakers
delivery-kind-day_before = reminder a day before
delivery-kind-hour_before = reminder an hour before
delivery-kind-feedback_asked = request for feedback
delivery-kind-meeting_day_before = reminder a day before a meeting
delivery-kind-meeting_hour_before = reminder an hour before a meeting
delivery-kind-meeting_unmarked = meeting not marked
delivery-kind-attendance_unmarked = attendance not marked
delivery-kind-seat_offered = offer of a seat
delivery-kind-offer_ended = offer of a seat ended
delivery-kind-event_moved = move of an event
delivery-kind-event_cancelled = cancellation of an event
delivery-kind-own_event_changed = own event moved or cancelled
delivery-kind-zone_rules_changed = new rules of a time zone
delivery-kind-grounds_missing = people without a recorded ground
delivery-kind-letter = letter to participants
delivery-kind-broadcast = broadcast
delivery-kind-question_asked = question
delivery-kind-question_answered = answer to a question
delivery-kind-points_awarded = points awarded
delivery-kind-certificate_ready = certificate
delivery-kind-card_ready = activity card
delivery-kind-admin_alarm = alarm to an admin
delivery-kind-identity_asked = question about a person
delivery-kind-identity_answered = answer about a person
delivery-kind-organization_asked = question about an organisation
delivery-kind-organization_answered = answer about an organisation
