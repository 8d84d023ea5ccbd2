# The first visit: welcome, what the bot can do, the end of the first visit.

start-welcome =
    Hello! <b>{ $network }</b>
    Here you can sign up for a seminar, see your activity card and get a certificate.
    Setting up takes about a minute.
start-about =
    What this bot can do
    • shows the events that suit you and signs you up;
    • { $help };
    • counts points, hours and Centriks;
    • sends certificates and keeps them.
    To begin, a consent and a short profile are needed.
start-about-reminders = reminds you { $spans } before, offers seats that become free
start-about-seats = offers seats that become free
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
start-next-none = { $told ->
    [0] No event suits you yet.
   *[other] No event suits you yet. We will tell you when there is one.
}

button-about = What it can do
button-show-event = Show the event
button-change-profile = Change the profile

refused-invite-useless = This link does not work: it was used, replaced or has run out. Ask a methodist for a new one or start without it.
refused-invite-for-another = This link is for somebody else: you have entered as { $name }. If that is wrong, write to a methodist.

# The consent. `consent-full` is the text that people agree to: after any change of it CONSENT_VERSION must grow.

consent-ask =
    To sign you up for events and issue certificates we need: your full name, place of work, post, subjects.
    Methodists and the event’s organiser see them. They are kept by the operator: { $operator }. Messages go through Telegram.
    You can withdraw the consent at any time: “Profile” → “My data”.
consent-full =
    Consent to the processing of personal data (version { $version })

    1. I consent to the processing of my personal data by the operator: { $operator } ({ $network }).
    2. Purpose: signing up for the network’s events, keeping count of participation, points and hours, issuing certificates, messages about events.
    3. Data: surname, given name, patronymic (if any); place of work; post; subjects; the number of the Telegram account; sign-ups, marks of presence, roles, ratings of events, points, hours and certificates; messages sent through the bot to methodists and organisers.
    4. Actions: collecting, recording, keeping, correcting, using, passing to the people of item 5, making anonymous, deleting – by means of a program.
    5. The data are seen by methodists and admins of the network and by organisers of the events I sign up for. Whoever I show the code of a certificate to can check that it is genuine and what it says.
    6. The operator keeps the data. Messages between me and the bot are carried by Telegram under its own rules.
    7. The consent stands until it is withdrawn. It can be withdrawn at any time: “Profile” → “My data” → “Withdraw the consent”.
    8. After that the profile is erased, coming sign-ups are cancelled, texts I wrote are deleted; marks and points stay without a name. Issued certificates keep the full name: they are documents of events that took place.
    9. The bot does not ask for data of pupils, phone numbers or numbers of documents.
consent-again = The text of the consent has changed. Please read it and decide anew: without it you cannot sign up or change the profile.

button-read-consent = Read in full
button-agree = I agree
button-refuse-consent = Not now
button-read-and-agree = Read the consent

refused-consent-needed = First a consent to the processing of data is needed: without it you cannot sign up or change the profile.
refused-consent-outdated = This button belongs to an older text of the consent. Please read the new one.

# Questions of the profile, the profile itself, my data, organisations and people to be told apart.

profile-ask-name = What is your name? Write surname, given name and patronymic, for example: Ivanova Maria Petrovna. The patronymic may be absent.
profile-name-letters = A name is needed here: only letters, hyphens and apostrophes.
profile-name-few = At least a surname and a given name are needed, with a space between.
profile-name-many = Too many words: surname, given name and patronymic are needed.
profile-name-short = Write the given name and the patronymic in full, without initials.
profile-name-long = Too long: each part of the name has up to 100 letters.

profile-ask-organization = Where do you work? Write it briefly, for example: school 5. Or choose from the list.
profile-organization-taken = { $short }: noted.
profile-organization-likely = Which of these is yours? If it is not here, write it differently.
profile-organization-unknown = No such organisation was found in the list.
profile-organization-list = Choose your organisation:
profile-organization-none = The list of organisations is still empty. Press “Mine is not listed” and a methodist will add it.
profile-ask-own-organization = Write the full name of your organisation and its town or village. A methodist will add it to the network.
profile-own-organization-bad = A name in words is needed, 3 to 300 characters.

profile-ask-post = What is your post?
profile-post-by-button = No such post in the list. Choose with a button or press “Another post”.
profile-ask-own-post = Write your post, for example: accompanist.
profile-own-post-bad = A post in words is needed, 2 to 100 characters.

profile-ask-subjects = Which subjects do you teach? You can choose several or skip this.
profile-subjects-by-button = No such subject in the list. Choose with the buttons.

profile-title = Your profile
profile-surname = Surname: <b>{ $surname }</b>
profile-given-name = Given name: <b>{ $given }</b>
profile-patronymic = Patronymic: <b>{ $patronymic }</b>
profile-organization = Organisation: { $title }
profile-organization-asked = Organisation: “{ $typed }” (a methodist is checking)
profile-organization-missing = Organisation: not given
profile-post = Post: { $post }
profile-subjects = Subjects: { $subjects }
profile-language = Language: { $name }
profile-no-broadcasts = { $reminders ->
    [0] Broadcasts: none.
   *[other] Broadcasts: none. Reminders of your own sign-ups come.
}
profile-saved = Saved.
profile-old-certificates = { $count ->
    [one] { $count } certificate issued before keeps the former name.
   *[other] { $count } certificates issued before keep the former name.
}
profile-ask-language = In which language shall we write to you? Certificates are always in the network’s language.
profile-language-ru = Русский
profile-language-en = English
profile-language-set = We write in English now.

data-title = What is stored about you
data-roles = Rights: { $roles }
data-role-admin = admin
data-role-methodist = methodist
data-role-org_coordinator = coordinator of an organisation
data-consent = Consent: version { $version }, { $date }
data-consent-none = Consent: none
data-ground = Ground for keeping the data: { $grounds }
data-ground-none = Ground for keeping the data: not recorded
data-account = Number of the account: { $number }
data-signups = Sign-ups, cancelled ones too: { $count }
data-attended = Marks of attendance: { $count }
data-points = Points in all: { $count }
data-certificates = Certificates: { $count }
data-lines = Your messages to methodists and organisers: { $count }
data-feedback = Ratings of events: { $count }
data-opened = Events looked at: { $count }
data-withdraw-ask =
    Withdraw the consent? This cannot be undone.
    The profile and your messages will be erased, sign-ups cancelled, reminders stopped. Marks and points stay without a name.
data-withdraw-certificates = { $count ->
    [0] You have no certificates.
    [one] { $count } issued certificate stays with your full name: download it first.
   *[other] { $count } issued certificates stay with your full name: download them first.
}
data-erased = The consent is withdrawn, the profile erased, the sign-ups cancelled.
data-erased-certificates = { $count ->
    [one] { $count } issued certificate is kept: it can be checked by its code.
   *[other] { $count } issued certificates are kept: they can be checked by their codes.
}
data-erased-again = If you want to come back, press “Profile”.

button-organization-absent = Mine is not listed
button-organization-list = The whole list
button-other-organization = Another organisation
button-own-post = Another post
button-post-list = The whole list
button-subjects-done = Done
button-subjects-skip = Skip
button-name = Full name
button-organization = Organisation
button-post = Post
button-subjects = Subjects
button-language = Language
button-my-data = My data
button-invite = Invite
button-withdraw = Withdraw the consent
button-withdraw-sure = Yes, withdraw and erase
button-keep = Keep everything

identity-asked =
    Is this one and the same person?
    Has registered: { $newcomer }, { $newcomer_post }.
    In the network already: { $known }, { $known_post }.
    Organisation: { $organization }.
identity-has-account = The one in the network has a Telegram account connected already.
identity-same-done = Noted: one person, { $name }. Sign-ups, points and certificates are joined.
identity-namesake-done = Noted: namesakes. Both profiles stay.
identity-same-told = A methodist has confirmed that you are { $name }. Your profile is joined with the one that was in the network.
identity-namesake-told = A methodist has checked: you and your namesake are different people. Your profile stays as it is.
button-same-person = The same person
button-namesake = A namesake

claim-asked =
    { $name } did not find their organisation and wrote: “{ $typed }”.
    Choose which one it is, or add a new one.
claim-kind = Adding “{ $typed }”. What kind of organisation is it?
claim-done = Noted: { $name } works at { $short }.
claim-told = A methodist has set your organisation: { $short }. You can change it in the profile.
claim-kind-school = School
claim-kind-kindergarten = Kindergarten
claim-kind-additional = Additional education
claim-kind-culture = Culture
claim-kind-sport = Sports
claim-kind-coordinator = Methodical centre
claim-kind-other = Other
button-add-organization = Add a new one
refused-employments-many = There can be no more than { $most } places of work: end one of them first.
refused-employment-only = This is your only place of work. If it has changed, change the organisation or the post in your profile.
refused-already-answered = { $known ->
    [0] This question has been answered already.
   *[other] This question has been answered already by { $who }.
}
refused-people-merged = This is settled: they are one person, the profiles have been merged.
refused-profile-merged = No answer is needed any more: one of the profiles has been merged with another one.
refused-person-erased = No answer is needed any more: the person has withdrawn the consent, the profile is erased.
refused-organization-known = No answer is needed any more. { $name }: the organisation is known by now, { $short }.
refused-claim-replaced = No answer is needed any more. { $name }: the organisation was named differently, a question about it has come apart.

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

employment-title = <b>Places of work</b>
employment-main = { $post }, { $where } – the main one
employment-line = { $post }, { $where }
employment-ended-line = { $post }, { $where }: from { $from } to { $to }
employment-hint = You are counted at your main place of work, and certificates name it. Events are offered by all of them.
employment-nowhere = organisation being settled
employment-organization-unknown = Only an organisation of the network can be chosen here. If yours is missing, write to the methodist.
employment-added = Added
employment-ended = Ended
button-employments = Places of work
button-employment-add = Add a place of work
button-employment-end = End: { $post }, { $where }
