# Questions to organisers and answers, relayed by the bot.

question-ask-event = What would you like to ask about “{ $title }”? Write one message, up to 1000 characters. The organiser sees your name and school, but no telephone number.
question-ask-general = What would you like to ask? Write one message, up to 1000 characters: a methodist of the network answers. Your telephone number is not seen.
question-ask-answer = Write the answer in one message, up to 1000 characters.
question-thread = So far:
question-thread-event = So far about “{ $title }”:
question-line = <b>{ $who }</b>: { $text }
question-guest = guest
question-organizer = organiser
question-person = { $name }, { $place }

question-sent = The question is sent. The answer comes here.
question-answer-sent = The answer is sent.
question-waits = It is quiet hours now: it arrives { $time }.
question-left = Fine, nothing is sent.

question-notice-asked = A question from { $who }:
question-notice-asked-event = A question about “{ $title }” from { $who }:
question-notice-answered = { $who } answers:
question-notice-answered-event = { $who } answers about “{ $title }”:
question-notice-text = { $text }

question-bad-text = Write words, from 2 to { $longest } characters, in one message.
question-nobody-to-ask = There is nobody to answer yet: no methodist has joined the bot. Try again later.

button-answer = Answer

# Broadcasts of the staff: writing, aiming, sending, the progress; and what a receiver reads.

broadcast-ask-text = Write the text of the broadcast in one message, from 2 to 2000 characters. Whom it goes to comes next.
broadcast-bad-text = A text is needed, from 2 to { $longest } characters. Write the broadcast in words, in one message.
broadcast-ask-audience = Whom should it go to?
broadcast-ask-codes = Mark whom it goes to and press “Done”.
broadcast-ask-organization = Choose an organisation or write it briefly, for example: school 5.
broadcast-ask-event = The participants of which event?
broadcast-no-events = No event is published yet. Choose other receivers.
broadcast-by-button = Please answer with a button here.

broadcast-preview = { $count ->
    [0] There is nobody to write to: { $whom }.
    [one] Send it to { $count } person: { $whom }?
   *[other] Send it to { $count } people: { $whom }?
}
broadcast-without-refused = Will not get it, as they want no broadcasts: { $count }
broadcast-without-blocked = Will not get it, as they have blocked the bot: { $count }
broadcast-waits = It is quiet hours now: it will be sent { $time }.
broadcast-retype = To change the text, write another one. The receivers will see:
broadcast-dropped = The broadcast was not sent.
broadcast-to-statuses = organisations with the status { $names }
broadcast-to-event = participants of “{ $title }”

broadcast-state-running = The broadcast is under way
broadcast-state-paused = The broadcast is paused
broadcast-state-stopped = The broadcast was stopped
broadcast-state-done = The broadcast is finished
broadcast-short-running = under way
broadcast-short-paused = paused
broadcast-short-stopped = stopped
broadcast-short-done = finished
broadcast-text = “{ $text }”
broadcast-whom = To: { $whom }
broadcast-author = Author: { $name }
broadcast-delivered = Delivered: <b>{ $count } of { $people }</b>
broadcast-left = Still to be sent: { $count }
broadcast-blocked = Have blocked the bot: { $count }
broadcast-expired = Too late and not sent: { $count }
broadcast-unclear = Unclear whether it arrived: { $count }
broadcast-failed = Not accepted by Telegram: { $count }
broadcast-skipped = Skipped (want none, have left, or it was stopped): { $count }
broadcast-ask-stop = Stop the broadcast? It was delivered to { $delivered }, { $left } more will not get it. It cannot be resumed afterwards.
broadcast-list = <b>Broadcasts</b>
broadcast-none = There were no broadcasts yet.

broadcast-notice = 📣 { $text }
broadcast-refused = { $reminders ->
    [0] All right, no more broadcasts.
   *[other] All right, no more broadcasts. Reminders of your own sign-ups still come.
}
broadcast-wanted = All right, broadcasts will come again.

broadcast-nobody = There is nobody to write to: everybody of this audience wants no broadcasts or has blocked the bot. Choose other receivers.
broadcast-gone = This broadcast was already sent, dropped or changed. Its text can be written anew.
broadcast-not-yours = Only its author and administrators can pause or stop a broadcast.

button-broadcast = Broadcast
button-new-broadcast = New broadcast
button-broadcasts-list = All broadcasts
button-audience-all = All teachers
button-audience-posts = By post
button-audience-statuses = By status of the organisation
button-audience-organization = One organisation
button-audience-event = Participants of an event
button-other-audience = Other receivers
button-pause = Pause
button-resume = Resume
button-stop = Stop
button-stop-sure = Yes, stop it
button-no-broadcasts = No broadcasts, please
button-broadcasts = Get broadcasts
