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
profile-no-broadcasts = Broadcasts: none. Reminders of your own sign-ups come.
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
refused-already-answered = { $known ->
    [0] This question has been answered already.
   *[other] This question has been answered already by { $who }.
}
