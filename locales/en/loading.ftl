# `centrik load`: what is wrong in a network's file, how it differs from the database, the staff's links.

load-refused = The file was not loaded, the database is as it was. Put these lines right and try again.
load-refused-at-start =
    NETWORK_FILE was not loaded, the database stays empty:
    { $reasons }
load-and-more = { $count ->
    [one] and { $count } more remark
   *[many] and { $count } more remarks
}

load-no-file = there is no such file
load-is-folder = this is a folder, a YAML file is needed
load-no-plain-file = this is a pipe, a device or a socket, an ordinary YAML file is needed: save the data to a file
load-unreadable = the file cannot be read: check the permissions
load-too-large = the file is over { $most } MB: a network never takes that much
load-not-utf8 = this is not UTF-8: save the file as UTF-8 (in Notepad: Save as, Encoding)
load-utf16 = the file was saved as UTF-16: save it as UTF-8 (in Notepad: Save as, Encoding)
load-not-a-text = this is no text but a table, a document or an archive: a YAML file is needed
load-unprintable = invisible character { $code }: remove it
load-nothing-inside = the file is empty
load-not-yaml = the line breaks the rules of YAML: check indents, quotes, brackets and colons in it and above
load-yaml-tab = a tab in the indent: replace it by spaces
load-yaml-quote = the quote { $quote } opened here is never closed: close it at the end of the value
load-yaml-escape = a wrong sign after "\" within double quotes: write "\\" or put the value into single quotes
load-yaml-bracket = the bracket "{ $bracket }" opened in line { $first }: a comma or the closing bracket is missing here or a line above
load-yaml-sign = the sign "{ $sign }" cannot stand here: put the value into quotes
load-yaml-colon = a second colon in the line: put the value into quotes
load-yaml-name = no colon and space after the name of a field: write "name: value"
load-yaml-dash = an item of a list ("-") begins on a new line
load-yaml-block = after "|" and ">" the text begins on a new line, indented
load-yaml-rest = the value has ended, but { $rest } follows: remove it or put the whole value into single quotes
load-yaml-indent = the indent differs from that of the lines around: align the line by spaces
load-several-documents = a second document ("---"): one describes the network
load-alias = YAML aliases ("&name", "*name") are not accepted: write the value out, and put a text with this sign into quotes
load-tag = YAML tags ({ $tag }) are not accepted: write a plain value, and put a text with "!" into quotes
load-too-deep = nested too deeply
load-name-not-text = the name of a field belongs here
load-field-twice = field "{ $field }" is already in line { $first }

load-missing = field "{ $field }" is required
load-unknown-field = field "{ $field }" is unknown: check its name
load-not-text = "{ $field }": text is needed, { $value } stands there; put the value in quotes
load-not-flag = "{ $field }": true or false is needed, { $value } stands there
load-not-list = "{ $field }": a list is needed, { $value } stands there
load-not-mapping = "{ $field }": named fields are needed, { $value } stands there
load-not-whole = "{ $field }": a whole number is needed, { $value } stands there
load-not-number = "{ $field }": a number is needed, { $value } stands there
load-not-more = "{ $field }": a number over { $limit } is needed, { $value } stands there
load-less = "{ $field }": a number of at least { $limit } is needed, { $value } stands there
load-more = "{ $field }": a number of at most { $limit } is needed, { $value } stands there
load-nobody = “{ $field }”: a headcount of 0; give the number of teachers or remove the line
load-empty = "{ $field }": the text must not be empty
load-too-long = "{ $field }": at most { $limit } characters
load-version = "{ $field }": only version 1 is supported, { $value } stands there
load-unfit = "{ $field }": value { $value } does not fit
load-not-a-code = "{ $field }": { $value } is no code; Latin letters, digits, _ and -, up to 32, a letter first
load-not-one-of = "{ $field }": { $value } does not fit; possible are: { $expected }
load-not-a-name = "{ $field }": { $value } is no full name; surname, given name and, if there is one, patronymic are needed
load-not-a-zone = "{ $field }": there is no time zone { $value }; Asia/Yekaterinburg is one
load-not-a-day = "{ $field }": { $value } is no date; write it as "2026-10-07"
load-not-a-moment = "{ $field }": { $value } is no start; write it as "2026-10-07T14:00"
load-not-a-clock = "{ $field }": { $value } is no time; write it as "21:00"
load-not-a-year = "{ $field }": { $value } is no academic year; write it as "2026/27"
load-not-an-offset = "{ $field }": { $value } is no offset; write it as "-24h", "+3d", "-30m" or "0"
load-not-a-numbering = "{ $field }": { $value } is no numbering; {"{seq}"} or {"{seq:04d}"} is needed and, if wanted, {"{yy}"}, 64 characters in all
load-quiet-hours = "{ $field }": two times are needed, begin and end, as ["21:00", "08:00"]
load-year-bound = "{ $field }": { $value } stands there, this academic year has { $expected }
load-ends-before = "{ $field }": { $value } is before the beginning
load-meeting-end = "{ $field }": a meeting ends after its start, within a day
load-meeting-hours = "{ $field }": the hours of the meetings make up the "hours" of the event; leave "hours" out for some of them or mend the sum
load-meetings-overlap = "{ $field }": meetings overlap. If they are sections, give each a "title", otherwise mend the times
load-no-such-meeting = Event "{ $code }" has no meeting { $number }: it has { $count }
load-sessions = "{ $field }": days go in order without repeats, the first equals "start"

load-code-twice = code { $code } is already in line { $first }
load-unknown-code = "{ $field }": there is no code { $value } in this file
load-unknown-event = there is no event { $value } in this file
load-far-day = "{ $field }": { $value } – check the year: it must lie within { $expected }
load-code-of-another-year = the code { $code } belongs to an event of another academic year: give the new one another code
load-not-held-by = event { $code } takes place on { $day }, after the day "as_of" ({ $asof }): nobody can have come yet
load-not-held-yet = event { $code } has not ended yet (the bot's clock shows { $today }): nobody can have come yet
load-too-few-seats = { $people ->
    [one] { $code } has { $people } participant
   *[many] { $code } has { $people } participants
}, but { $seats } seats ("capacity")
load-person-twice = { $code } with this role is already in line { $first }
load-came-and-did-not = { $code } is marked in two ways: presence is one for all roles

load-done =
    Loaded from { $file }:
    organisations – { $organization }, people – { $person }, subprojects – { $subproject }, events – { $event }, marks of participation – { $participation }, accepted materials – { $material }.
load-nothing-new = This file is loaded already, there is nothing to change.
load-changed = { $count ->
    [one] Changed in the database: { $count } difference.
   *[many] Changed in the database: { $count } differences.
}
load-waits = { $count ->
    [one] The file differs from the database: { $count } difference. Nothing has been changed yet.
   *[many] The file differs from the database: { $count } differences. Nothing has been changed yet.
}
load-how-to-apply = To write the differences marked "+" and "~", repeat with --apply.
load-left = { $count ->
    [one] Stays as in the database: { $count } difference.
   *[many] Stays as in the database: { $count } differences.
}
load-of-another-year = { $count ->
    [one] { $count } event belongs to the academic year { $year } and counts there
   *[other] { $count } events belong to the academic year { $year } and count there
}
load-ground-missing = the ground on which the names ({ $count }) are kept is missing: add a section ground, for example ground: {"{"}kind: paper_consent{"}"}
load-crosses-years = the event { $code } is held on both sides of 1 September: it counts as a whole in { $year }, the year of its first day. For days that count in their own years, write two events
load-unused = Checked, but not used yet: { $sections }.

load-speaker = a speaker needs one of the two: “who” (a person's code) or “name” (a guest's name)
load-form-taken = this category exists anyway: choose another code or remove the line.

load-kind-organization = organisation { $code } { $title }
load-kind-headcount = headcount { $code } ({ $title })
load-kind-person = { $code } { $title }
load-kind-subproject = subproject { $code } "{ $title }"
load-kind-network = network "{ $title }"
load-kind-event_form = category { $code } “{ $title }”
load-kind-event = event { $code } "{ $title }"
load-kind-participation = participation in { $code } "{ $title }"
load-kind-material = materials { $code } "{ $title }"

load-whole-new = {"  "}+ { $what }
load-whole-removed = {"  "}- { $what }: was loaded, but is deleted in the database
load-whole-erased = {"  "}- { $what }: the consent was withdrawn, the data is erased and not loaded again
load-whole-absent = {"  "}? { $what }: no longer in the file, stays in the database
load-field-changed = {"  "}~ { $what }, { $field }: { $here } in the database, { $there } in the file
load-field-kept = {"  "}= { $what }, { $field }: changed in the bot; { $here } in the database, { $there } in the file
load-field-busy = {"  "}! { $what }, { $field }: there are sign-ups or marks, change it in the bot; { $here } in the database, { $there } in the file

load-links = { $count ->
    [one] Invitations for the staff: each lets one person in and works for { $count } hour.
   *[many] Invitations for the staff: each lets one person in and works for { $count } hours.
}
load-link = {"  "}{ $name }, { $role }: { $link }
load-role-admin = admin
load-role-methodist = methodist
load-links-later = The bot's name is not known yet, so these are codes: the person writes "/start CODE" to the bot. After the bot's first start "centrik load { $file } --invites" gives links.
load-entered = In the bot already: { $names }.
