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
