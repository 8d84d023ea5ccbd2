# Links that let people in.

invite-title =
    Whom to invite?
    By a personal link a teacher enters in two steps; a school’s link tells the place of work at once.
invite-choose-person = Whom to invite? Choose or write a surname. Here are those who have not entered yet.
invite-nobody = Nobody like that among those who have not entered yet. Write the surname differently or go back to the list.
invite-everybody-in = Everybody on the network’s list has entered.
invite-choose-school = For which organisation?
invite-no-schools = The list of organisations is still empty.
invite-made-person = Personal link: { $title }
invite-made-school = Link for all teachers: { $title }
invite-made-methodist = Link for a methodist
invite-made-admin = Link for an admin
invite-once = It works once, until { $until }. It is shown only now: pass it on at once.
invite-many = It works until you make a new one. It is shown only now: keep it or pass it on.
invite-replaced = The former link no longer works.
invite-no-name = The bot’s name is not known yet: the person has to send this line to the bot.

button-invite-person = A teacher from the list
button-invite-school = A school
button-invite-methodist = A methodist
button-invite-admin = An admin
button-copy-link = Copy the link
button-new-link = Make a new one
button-invite-more = Invite more
command-invite = Invite to the network

refused-admins-only = Links for methodists and admins are made by an admin of the network.
refused-live-link = There is a link already: { $title }. A new one ends it.
