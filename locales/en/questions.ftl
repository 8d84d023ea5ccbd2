# Questions to organisers and answers, relayed by the bot.

question-ask-event = What would you like to ask about “{ $title }”? Write one message, up to 1000 characters. The organiser sees your name and school, but no telephone number.
question-ask-general = What would you like to ask? Write one message, up to 1000 characters: a methodist of the network answers. Your telephone number is not seen.
question-ask-answer = Write the answer in one message, up to 1000 characters.
question-thread = So far:
question-thread-event = So far about “{ $title }”:
question-line = <b>{ $who }</b>: { $text }
question-guest = guest
question-organiser = organiser
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
