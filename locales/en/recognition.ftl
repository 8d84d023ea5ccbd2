# The activity card: points, hours, tokens.

card-head = <b>Activity card</b>, academic year { $year }
card-sums = { $points } · { $hours }
card-tokens = { $tokens } this year, to the next one: { $next }
card-ever = All time: { $points }, { $tokens }
card-nothing = There are no entries for this academic year yet. Points appear after the first event.
card-entry =
    { $day } · { $form } “{ $title }”
    { $reason }: { $points }
card-entry-hours =
    { $day } · { $form } “{ $title }”
    { $reason }: { $points }, { $hours }
card-entry-alone = { $reason }: { $points }
card-making = Preparing the file, it will come here.
card-ready = 📄 Activity card of the academic year { $year }.
card-file = Activity card { $year }.pdf
button-card = My card
button-card-file = Download PDF
button-certificates = Certificates

reason-material = material in the collection
reason-series_complete = series completed

points-line = +{ $points } { $for } “{ $title }”.
points-more = +{ $points } { $for }.
points-year = This academic year: { $points }, Centriks: { $tokens }.
points-year-past = Academic year { $year }: { $points }, Centriks: { $tokens }.
points-token = A new Centrik: another full { $per } reached.
for-listener = for taking part in { $in }
for-speaker = for a talk { $at }
for-master_class = for a master class { $at }
for-open_lesson = for an open lesson { $at }
for-moderator = for moderating { $at }
for-organiser = for helping to organise: { $form }
for-expert = for expert work { $at }

card-paper-heading = Teacher’s activity card
card-paper-year = academic year { $year }
card-paper-points = { $count ->
    [one] point this academic year
   *[other] points this academic year
}
card-paper-hours = { $count ->
    [one] hour
   *[other] hours
}
card-paper-tokens = { $count ->
    [one] Centrik
   *[other] Centriks
}
card-paper-ever = { $count ->
    [one] point of all time
   *[other] points of all time
}
card-paper-progress = To the next Centrik: { $points }
card-paper-date = Date
card-paper-event = Event
card-paper-form = Form
card-paper-role = Role
card-paper-hours-column = Hours
card-paper-points-column = Points
card-paper-empty = There are no entries for this academic year yet
card-paper-total = Total of the academic year
card-paper-printed = Printed { $date }
card-paper-signature = signature
card-paper-title = “{ $title }”
card-paper-position = { $post }, { $organization }

# Certificates in the chat, on paper, and their verification.

certificate-ready = 📄 Your certificate is ready: “{ $title }”, { $hours }, No. { $number }.
certificate-kept = It is kept in the bot: “Certificates”.
certificate-mistake-hint = Is the name wrong? Press “Report”.
certificate-again = Certificate No. { $number }: “{ $title }”, { $hours }.
certificate-not-ready = Certificate No. { $number } is being made: it comes as soon as the file is there.
certificates-head = <b>Certificates</b>: { $count }. Press one to get its file.
certificates-none = There are no certificates yet. They come after events, when the organiser closes attendance.
certificates-row = No. { $number } · { $day } · { $title }
certificate-file = Certificate { $number }.pdf
certificate-mistake = What is wrong on certificate No. { $number }? Write how it should be, a methodist will read it.
certificate-mistake-again = Words are needed, up to { $longest } characters. Write how it should be.
certificate-mistake-letter = Certificate No. { $number } ({ $name }): { $text }
certificate-mistake-sent = Handed to a methodist. The answer comes here.
button-report-mistake = Report

certificate-paper-heading = CERTIFICATE
certificate-paper-opening = confirms that
certificate-paper-position = { $post }, { $organization }
certificate-paper-statement = took part in { $in }
certificate-paper-event = “{ $title }”
certificate-paper-ground = by order { $order }
certificate-paper-role = role: { $roles }
certificate-paper-hours = { $hours }
certificate-paper-hours-count = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
certificate-paper-hours-part = { $count } hours
certificate-paper-number = No. { $number }
certificate-paper-signature = signature
certificate-paper-stamp = Seal
certificate-paper-verify = Verify: point a phone camera at the QR code
kind-listener = of participation in the municipal network project
kind-speaker = of a speaker
kind-master_class = of a master class leader
kind-open_lesson = of an open lesson’s author
kind-moderator = of a moderator
kind-organiser = of an organiser
kind-expert = of an expert

verify-found = ✅ The certificate is genuine: No. { $number }
verify-replaced = Certificate No. { $number } was replaced by a new one. Ask for the valid one.
verify-revoked = Certificate No. { $number } was revoked.
verify-name = <b>{ $name }</b>
verify-event = “{ $title }”, { $form }
verify-days = { $days } · { $hours }
verify-role = Role: { $roles }
verify-issued = Issued { $date }: { $issuer }
verify-masked = The name is not shown in full. Who was shown the QR code sees it in full.
verify-unknown = There is no such certificate in the network. Check the number or code printed at its bottom.
verify-how = Write the certificate's number after the command, for example: /check ABC-26-0041
verify-page-title = Certificate verification
verify-state-valid = The certificate is genuine
verify-state-replaced = The certificate was replaced by a new one
verify-state-revoked = The certificate was revoked
verify-label-name = Name
verify-label-event = Event
verify-label-days = Date
verify-label-hours = Hours
verify-label-role = Role
verify-label-number = Number
verify-label-issued = Issued

# “took part in the …”
prepositional-own = the event
prepositional-lecture = the lecture
prepositional-seminar = the seminar
prepositional-project_seminar = the project seminar
prepositional-practicum = the practicum
prepositional-training = the training
prepositional-consultation = the consultation
prepositional-laboratory = the laboratory
prepositional-internship = the internship
prepositional-festival_seminar = the festival seminar
prepositional-conference = the conference
prepositional-methodical_day = the methodical day
prepositional-lesson_visit = the open lesson
prepositional-guest_teaching = the guest lesson
prepositional-joint_council = the joint council
prepositional-children_event = the children’s event
prepositional-school_camp = the camp school
prepositional-contest = the contest
prepositional-network_project = the network project
prepositional-meeting = the meeting

at-own = at { prepositional-own }
at-lecture = at { prepositional-lecture }
at-seminar = at { prepositional-seminar }
at-project_seminar = at { prepositional-project_seminar }
at-practicum = at { prepositional-practicum }
at-training = at { prepositional-training }
at-consultation = at { prepositional-consultation }
at-laboratory = at { prepositional-laboratory }
at-internship = at { prepositional-internship }
at-festival_seminar = at { prepositional-festival_seminar }
at-conference = at { prepositional-conference }
at-methodical_day = at { prepositional-methodical_day }
at-lesson_visit = at { prepositional-lesson_visit }
at-guest_teaching = at { prepositional-guest_teaching }
at-joint_council = at { prepositional-joint_council }
at-children_event = at { prepositional-children_event }
at-school_camp = at { prepositional-school_camp }
at-contest = at { prepositional-contest }
at-network_project = at { prepositional-network_project }
at-meeting = at { prepositional-meeting }
