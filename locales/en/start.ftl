# The first visit: welcome, what the bot can do, the end of the first visit.

start-welcome =
    Hello! <b>{ $network }</b>
    Here you can sign up for a seminar, see your activity card and get a certificate.
    Setting up takes about a minute.
start-about =
    What this bot can do
    • shows the events that suit you and signs you up;
    • reminds you a day and an hour before, offers seats that become free;
    • counts points, hours and Centriks;
    • sends certificates and keeps them.
    To begin, a consent and a short profile are needed.
start-known = Hello, { $called }! Choose from the menu.
start-admin = You are an admin of the network: the methodist’s sections are in the menu. To sign up yourself, fill in a profile.
start-invited = You are invited to the network. Only the consent is left.
start-refused = All right. Without a consent only the public plan of events is open. If you change your mind, press “Profile”.
start-entered-before = You have entered by this link before, { $called }. Choose from the menu.

start-done = Done, { $called }!
start-done-staff = The methodist’s sections are open to you: “New event” and “My events”.
start-done-claimed = A methodist is checking the organisation “{ $typed }”. You can use the bot already.
start-done-checked = This organisation already has a person of that name. A methodist will check whether it is you; you can use the bot already.
start-done-right-lost = The invitation link stopped working meanwhile, so the methodist’s rights were not given. Ask for a new link.
start-next-event = The nearest event that suits you is on { $date }.
start-next-opened = The event you were looking at is still there.
start-next-none = No event suits you yet. We will tell you when there is one.

button-about = What it can do
button-show-event = Show the event
button-change-profile = Change the profile

refused-invite-useless = This link does not work: it was used, replaced or has run out. Ask a methodist for a new one or start without it.
refused-invite-for-another = This link is for somebody else: you have entered as { $name }. If that is wrong, write to a methodist.
