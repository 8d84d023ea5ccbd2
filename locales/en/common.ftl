# Menu, help, refusals of every subject, what nobody asked for.

menu-events = Events
menu-my = My sign-ups
menu-card = My card
menu-certificates = Certificates
menu-profile = Profile
menu-help = Help
menu-new-event = New event
menu-manage = My events

command-events = Events and sign-up
command-my = My sign-ups
command-card = Activity card
command-certificates = Certificates
command-profile = Profile and my data
command-help = Help and questions
command-new_event = New event
command-manage = My events
command-broadcast = Broadcast
command-delivery = Delivery of messages

button-start = Start
button-events = To the events
button-ask = Ask a question
button-back = ‹ Back
button-stop-form = Cancel
button-previous = ‹
button-next = ›
page-of = { $page } of { $pages }

help =
    How to use the bot
    • “Events”: choose and sign up.
    • “My sign-ups”: put into your calendar or cancel.
    • “My card”: points, hours and Centriks of the year.
    • “Certificates”: all files in one place.
    No answer here? Ask a question and a methodist will reply in this chat.
help-staff =
    For methodists: “New event” (/new_event) – the announcement in one phrase; “My events” (/manage) – participants, attendance, moving; /broadcast – write to many; /invite – let in a teacher or a school.
help-admin =
    For admins: /delivery – what waits to be sent and what did not arrive.

not-understood = The message was not understood. Choose from the menu or write to a methodist: “Help” → “Ask a question”.
form-left = All right, stopped. Go on from the menu.
old-button = This button is out of date. Open the section from the menu.
sorry-broken = That did not work, nothing is lost. Please try again in a minute.
busy-now = That does not work right now. Wait a minute: if no answer comes, press once more.
too-fast = Too fast: some messages and presses were skipped. Wait half a minute and repeat the last one.

refused-profile-needed = A profile is needed first: it takes about a minute. Then you can sign up and get certificates.
refused-staff-only = Only methodists of the network can do this. If you are one, ask an administrator for an invite link.
refused-not-yours = This belongs to another person. Open your own list from the menu.
refused-not-found = It is no longer there: the entry may have been deleted. Have a look at the coming events.

# Words of people, put into a screen as they are.
text = { $text }
place-online = Online: participants get the link
place-hybrid = { $place } · and online
