# Words of the field, shared by every subject.

weekday-1 = пн
weekday-2 = вт
weekday-3 = ср
weekday-4 = чт
weekday-5 = пт
weekday-6 = сб
weekday-7 = вс

day-month = { $day } { $month ->
    [1] января
    [2] февраля
    [3] марта
    [4] апреля
    [5] мая
    [6] июня
    [7] июля
    [8] августа
    [9] сентября
    [10] октября
    [11] ноября
   *[12] декабря
}
day-month-year = { day-month } { $year } г.
decimal-mark = ,
hours = { $count ->
    [one] { $count } час
    [few] { $count } часа
   *[many] { $count } часов
}
hours-part = { $count } часа
span-weeks = { $count ->
    [1] неделю
    [one] { $count } неделю
    [few] { $count } недели
   *[many] { $count } недель
}
span-days = { $count ->
    [1] день
    [one] { $count } день
    [few] { $count } дня
   *[many] { $count } дней
}
span-hours = { $count ->
    [1] час
    [one] { $count } час
    [few] { $count } часа
   *[many] { $count } часов
}
span-minutes = { $count ->
    [1] минуту
    [one] { $count } минуту
    [few] { $count } минуты
   *[many] { $count } минут
}
and-last = { $first } и { $last }
points = { $count ->
    [one] { $count } балл
    [few] { $count } балла
   *[many] { $count } баллов
}
tokens = { $count ->
    [one] { $count } Центрик
    [few] { $count } Центрика
   *[many] { $count } Центриков
}

post-teacher = учитель
post-educator = воспитатель
post-senior_educator = старший воспитатель
post-additional_teacher = педагог доп. образования
post-librarian = педагог-библиотекарь
post-psychologist = педагог-психолог
post-social_teacher = социальный педагог
post-speech_therapist = учитель-логопед
post-advisor = советник по воспитанию
post-music_director = музыкальный руководитель
post-methodist = методист
post-coach = тренер-преподаватель
post-tutor = тьютор
post-organiser_teacher = педагог-организатор
post-head = руководитель организации
post-deputy_head = заместитель руководителя
post-other = другая должность

posts-teacher = учителя
posts-educator = воспитатели
posts-senior_educator = старшие воспитатели
posts-additional_teacher = педагоги доп. образования
posts-librarian = библиотекари
posts-psychologist = педагоги-психологи
posts-social_teacher = социальные педагоги
posts-speech_therapist = логопеды
posts-advisor = советники по воспитанию
posts-music_director = музыкальные руководители
posts-methodist = методисты
posts-coach = тренеры-преподаватели
posts-tutor = тьюторы
posts-organiser_teacher = педагоги-организаторы
posts-head = руководители
posts-deputy_head = заместители руководителей
posts-other = другие специалисты

subject-primary = начальные классы
subject-russian = русский язык
subject-literature = литература
subject-native_language = родной язык
subject-english = английский язык
subject-german = немецкий язык
subject-french = французский язык
subject-mathematics = математика
subject-informatics = информатика
subject-physics = физика
subject-chemistry = химия
subject-biology = биология
subject-geography = география
subject-history = история
subject-social_studies = обществознание
subject-religion_ethics = ОРКСЭ, ОДНКНР
subject-art = ИЗО
subject-music = музыка
subject-technology = труд (технология)
subject-physical_education = физическая культура
subject-safety = ОБЗР
subject-preschool = дошкольное образование
subject-correction = коррекционная работа
subject-library = библиотека
subject-upbringing = воспитательная работа
subject-robotics = робототехника

form-lecture = лекция
form-seminar = семинар
form-project_seminar = проектный семинар
form-practicum = практикум
form-training = тренинг
form-consultation = консультация
form-laboratory = лаборатория
form-internship = стажировка
form-festival_seminar = семинар-фестиваль
form-conference = конференция
form-methodical_day = методический день
form-lesson_visit = открытый урок
form-guest_teaching = урок в школе-партнёре
form-joint_council = совместный педсовет
form-children_event = мероприятие с детьми
form-school_camp = выездная школа
form-contest = конкурс
form-network_project = сетевой проект
form-meeting = совещание

level-school = школьный
level-municipal = муниципальный
level-inter_municipal = межмуниципальный
level-regional = региональный
level-federal = федеральный

scope-school = школьное
scope-district = окружное
scope-region = региональное
scope-country = всероссийское

order-number = № { $number }
order-number-dated = № { $number } от { $date }

format-offline = очно
format-online = онлайн
format-hybrid = очно и онлайн

role-listener = слушатель
role-speaker = выступление из опыта
role-master_class = мастер-класс
role-open_lesson = открытый урок
role-moderator = ведущий секции
role-organiser = организатор
role-expert = эксперт

status-federal_innovation = ФИП
status-pedagogic_experimental = ОПП
status-reference = ООУ
status-regional_innovation = КИП
status-regional_pilot = КАП
status-innovation_experience = ЦИО
status-leader = школа-лидер
status-low_results = ШНОР
status-hard_social = ШФНСУ
status-network_site = сетевая площадка

ground-own_consent = собственное согласие
ground-paper_consent = согласие на бумаге у организатора
ground-employer_order = приказ работодателя
entered-ground = { $ground }, { $date }
grounds-missing = { $count ->
    [one] У { $count } человека из списков сети не указано, на каком основании хранятся его данные.
   *[other] У { $count } человек из списков сети не указано, на каком основании хранятся их данные.
} Основание появится, когда человек даст согласие в боте, когда его отметит организатор на входе или когда оно названо в файле сети (раздел ground).
