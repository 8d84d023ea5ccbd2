# Words of the field, shared by every subject.

weekday-1 = Mon
weekday-2 = Tue
weekday-3 = Wed
weekday-4 = Thu
weekday-5 = Fri
weekday-6 = Sat
weekday-7 = Sun

day-month = { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}
day-month-year = { day-month } { $year }
decimal-mark = .
hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
hours-part = { $count } hours
span-weeks = { $count ->
    [1] a week
   *[other] { $count } weeks
}
span-days = { $count ->
    [1] a day
   *[other] { $count } days
}
span-hours = { $count ->
    [1] an hour
   *[other] { $count } hours
}
span-minutes = { $count ->
    [1] a minute
   *[other] { $count } minutes
}
and-last = { $first } and { $last }
points = { $count ->
    [one] { $count } point
   *[other] { $count } points
}
tokens = { $count ->
    [one] { $count } Centrik
   *[other] { $count } Centriks
}

post-teacher = teacher
post-educator = kindergarten teacher
post-senior_educator = senior kindergarten teacher
post-additional_teacher = teacher of additional education
post-librarian = school librarian
post-psychologist = school psychologist
post-social_teacher = social pedagogue
post-speech_therapist = speech therapist
post-advisor = head's adviser on upbringing
post-music_director = music director
post-methodist = methodist
post-coach = coach
post-tutor = tutor
post-organiser_teacher = activities organiser
post-head = head of the organisation
post-deputy_head = deputy head
post-other = another post

posts-teacher = teachers
posts-educator = kindergarten teachers
posts-senior_educator = senior kindergarten teachers
posts-additional_teacher = teachers of additional education
posts-librarian = librarians
posts-psychologist = school psychologists
posts-social_teacher = social pedagogues
posts-speech_therapist = speech therapists
posts-advisor = advisers on upbringing
posts-music_director = music directors
posts-methodist = methodists
posts-coach = coaches
posts-tutor = tutors
posts-organiser_teacher = activities organisers
posts-head = heads
posts-deputy_head = deputy heads
posts-other = other specialists

subject-primary = primary school
subject-russian = Russian
subject-literature = literature
subject-native_language = native language
subject-english = English
subject-german = German
subject-french = French
subject-mathematics = mathematics
subject-informatics = informatics
subject-physics = physics
subject-chemistry = chemistry
subject-biology = biology
subject-geography = geography
subject-history = history
subject-social_studies = social studies
subject-religion_ethics = religious cultures and ethics
subject-art = art
subject-music = music
subject-technology = technology
subject-physical_education = physical education
subject-safety = safety and defence basics
subject-preschool = preschool education
subject-correction = special needs work
subject-library = library
subject-upbringing = upbringing
subject-robotics = robotics

form-lecture = lecture
form-seminar = seminar
form-project_seminar = project seminar
form-practicum = practicum
form-training = training
form-consultation = consultation
form-laboratory = laboratory
form-internship = internship
form-festival_seminar = festival seminar
form-conference = conference
form-methodical_day = methodical day
form-lesson_visit = open lesson
form-guest_teaching = lesson at a partner school
form-joint_council = joint teachers' council
form-children_event = event with children
form-school_camp = away school
form-contest = contest
form-network_project = network project
form-meeting = meeting

level-school = school
level-municipal = municipal
level-inter_municipal = inter-municipal
level-regional = regional
level-federal = federal

scope-school = school
scope-district = district
scope-region = regional
scope-country = national

order-number = No. { $number }
order-number-dated = No. { $number } of { $date }

format-offline = in person
format-online = online
format-hybrid = in person and online

role-listener = listener
role-speaker = talk from experience
role-master_class = master class
role-open_lesson = open lesson
role-moderator = section moderator
role-organiser = organiser
role-expert = expert

status-federal_innovation = federal innovation site
status-pedagogic_experimental = pedagogic experimental site
status-reference = reference institution
status-regional_innovation = regional innovation site
status-regional_pilot = regional pilot site
status-innovation_experience = centre of innovative experience
status-leader = leading school
status-low_results = school with low results
status-hard_social = school in hard social conditions
status-network_site = network site

ground-own_consent = own consent
ground-paper_consent = paper consent held by the organiser
ground-employer_order = employer's order
entered-ground = { $ground }, { $date }
grounds-missing = { $count ->
    [one] For { $count } person in the network's lists no ground for keeping the data is recorded.
   *[other] For { $count } people in the network's lists no ground for keeping the data is recorded.
} It is recorded when a person consents in the bot, when an organiser names it at the door, or when the network's file does (section ground).
