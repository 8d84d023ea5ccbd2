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
