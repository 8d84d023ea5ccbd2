# What the demo says in the terminal between the lines of the conversation.

demo-opens = Opening the sandbox: no token is needed, people and network are invented.
demo-page = The chat in a browser: { $url }
demo-bot-starts = Starting the bot: tables, network, invites…
demo-bot-works = The bot works: { $seconds } s since the beginning.
demo-methodist-enters = A methodist comes in by an admin's link
demo-newcomer-registers = A new teacher signs up from the phone: eight actions
demo-known-teachers-enter = Teachers of the network's list come in by a personal link: two actions
demo-methodist-publishes = The methodist publishes a seminar in one message
demo-teachers-sign-up = Teachers sign up; two get seats, the third waits
demo-seat-is-freed = A seat is freed and passes on from the waiting list
demo-question-is-answered = A question to the organiser, without phones
demo-reminders-come = Time goes by: reminders a day and an hour before
demo-attendance-is-marked = Attendance: the code word and the list
demo-certificates-come = An hour after closing: points and certificates; anybody can verify one
demo-card-grows = The activity card
demo-done = Done in { $seconds } s. The files are in the folder demo: certificate.pdf, card.pdf, event.ics.
demo-stays = The chat is open: { $url } – choose a person and try it yourself; the buttons above the chat move the time. Ctrl-C closes everything.
demo-failed = The demo has stopped: the bot did not behave as in the story.
