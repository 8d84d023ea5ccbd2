"""Words of event forms, formats and titles as people type them: data for recognizing."""

from models import EventForm, EventFormat, EventLevel
from services.reading.words.date import words

FORMS: tuple[tuple[str, EventForm, str], ...] = (
    ("проектн* семинар*", EventForm.PROJECT_SEMINAR, "проектный семинар"),
    ("семинар* практикум*", EventForm.PRACTICUM, "семинар-практикум"),
    ("семинар* фестивал*", EventForm.FESTIVAL_SEMINAR, "семинар-фестиваль"),
    ("фестивал* семинар*", EventForm.FESTIVAL_SEMINAR, "фестиваль-семинар"),
    ("фестивал*", EventForm.FESTIVAL_SEMINAR, "фестиваль"),
    ("семинар* совещани*", EventForm.MEETING, "семинар-совещание"),
    ("семинар* тренинг*", EventForm.TRAINING, "семинар-тренинг"),
    ("семинар* консультаци*", EventForm.CONSULTATION, "семинар-консультация"),
    ("консультаци* практикум*", EventForm.CONSULTATION, "консультация-практикум"),
    ("вебинар* практикум*", EventForm.PRACTICUM, "вебинар-практикум"),
    ("лекци* практикум*", EventForm.PRACTICUM, "лекция-практикум"),
    ("вебинар*", EventForm.LECTURE, "вебинар"),
    ("видеолекци*", EventForm.LECTURE, "видеолекция"),
    ("лекци*", EventForm.LECTURE, "лекция"),
    ("лектори*", EventForm.LECTURE, "лекторий"),
    ("семинар*", EventForm.SEMINAR, "семинар"),
    ("видеосеминар*", EventForm.SEMINAR, "видеосеминар"),
    ("практикум*", EventForm.PRACTICUM, "практикум"),
    ("мастер класс*", EventForm.PRACTICUM, "мастер-класс"),
    ("мастер-класс*", EventForm.PRACTICUM, "мастер-класс"),
    ("мастеркласс*", EventForm.PRACTICUM, "мастер-класс"),
    ("педагогическ* мастерск*", EventForm.PRACTICUM, "педагогическая мастерская"),
    ("творческ* мастерск*", EventForm.PRACTICUM, "творческая мастерская"),
    ("мастерск*", EventForm.PRACTICUM, "мастерская"),
    ("воркшоп*", EventForm.PRACTICUM, "воркшоп"),
    ("тренинг*", EventForm.TRAINING, "тренинг"),
    ("делов* игр*", EventForm.TRAINING, "деловая игра"),
    ("консультаци*", EventForm.CONSULTATION, "консультация"),
    ("консультировани*", EventForm.CONSULTATION, "консультация"),
    ("лаборатори*", EventForm.LABORATORY, "лаборатория"),
    ("проблемн* групп*", EventForm.LABORATORY, "проблемная группа"),
    ("творческ* групп*", EventForm.LABORATORY, "творческая группа"),
    ("стажировк*", EventForm.INTERNSHIP, "стажировка"),
    ("стажировочн* площадк*", EventForm.INTERNSHIP, "стажировочная площадка"),
    ("конференци*", EventForm.CONFERENCE, "конференция"),
    ("педагогическ* чтени*", EventForm.CONFERENCE, "педагогические чтения"),
    ("форум*", EventForm.CONFERENCE, "форум"),
    ("методическ* день", EventForm.METHODICAL_DAY, "методический день"),
    ("методическ* дня", EventForm.METHODICAL_DAY, "методический день"),
    ("метапредметн* день", EventForm.METHODICAL_DAY, "метапредметный день"),
    ("взаимопосещени* урок*", EventForm.LESSON_VISIT, "взаимопосещение уроков"),
    ("взаимопосещени* заняти*", EventForm.LESSON_VISIT, "взаимопосещение занятий"),
    ("взаимопосещени*", EventForm.LESSON_VISIT, "взаимопосещение"),
    ("посещени* урок*", EventForm.LESSON_VISIT, "посещение уроков"),
    ("посещени* заняти*", EventForm.LESSON_VISIT, "посещение занятий"),
    ("открыт* урок*", EventForm.LESSON_VISIT, "открытый урок"),
    ("открыт* заняти*", EventForm.LESSON_VISIT, "открытое занятие"),
    ("открыт* показ*", EventForm.LESSON_VISIT, "открытый показ"),
    ("панорам* урок*", EventForm.LESSON_VISIT, "панорама уроков"),
    ("урок* в школе партнере", EventForm.GUEST_TEACHING, "урок в школе-партнёре"),
    ("преподавани* в класс*", EventForm.GUEST_TEACHING, "преподавание в классах"),
    ("совместн* педсовет*", EventForm.JOINT_COUNCIL, "совместный педсовет"),
    ("педсовет*", EventForm.JOINT_COUNCIL, "педсовет"),
    ("педагогическ* совет*", EventForm.JOINT_COUNCIL, "педагогический совет"),
    ("родительск* собрани*", EventForm.JOINT_COUNCIL, "родительское собрание"),
    ("мероприяти* с детьми", EventForm.CHILDREN_EVENT, "мероприятие с детьми"),
    ("мероприяти* для детей", EventForm.CHILDREN_EVENT, "мероприятие для детей"),
    ("турнир*", EventForm.CHILDREN_EVENT, "турнир"),
    ("олимпиад*", EventForm.CHILDREN_EVENT, "олимпиада"),
    ("соревновани*", EventForm.CHILDREN_EVENT, "соревнование"),
    ("лагерь", EventForm.SCHOOL_CAMP, "лагерь"),
    ("лагеря", EventForm.SCHOOL_CAMP, "лагерь"),
    ("выездн* школ*", EventForm.SCHOOL_CAMP, "выездная школа"),
    ("летн* школ*", EventForm.SCHOOL_CAMP, "летняя школа"),
    ("зимн* школ*", EventForm.SCHOOL_CAMP, "зимняя школа"),
    ("профильн* смен*", EventForm.SCHOOL_CAMP, "профильная смена"),
    ("конкурс*", EventForm.CONTEST, "конкурс"),
    ("сетев* проект*", EventForm.NETWORK_PROJECT, "сетевой проект"),
    ("сетев* образовательн* проект*", EventForm.NETWORK_PROJECT, "сетевой образовательный проект"),
    ("межшкольн* проект*", EventForm.NETWORK_PROJECT, "межшкольный проект"),
    ("кругл* стол*", EventForm.MEETING, "круглый стол"),
    ("совещани*", EventForm.MEETING, "совещание"),
    ("заседани*", EventForm.MEETING, "заседание"),
    ("собрани*", EventForm.MEETING, "собрание"),
    ("планерк*", EventForm.MEETING, "планёрка"),
    ("методическ* час*", EventForm.MEETING, "методический час"),
    ("методсовет*", EventForm.MEETING, "методсовет"),
    ("методическ* совет*", EventForm.MEETING, "методический совет"),
    ("встреч*", EventForm.MEETING, "встреча"),
    ("project seminar*", EventForm.PROJECT_SEMINAR, "project seminar"),
    ("seminar*", EventForm.SEMINAR, "seminar"),
    ("webinar*", EventForm.LECTURE, "webinar"),
    ("lecture*", EventForm.LECTURE, "lecture"),
    ("workshop*", EventForm.PRACTICUM, "workshop"),
    ("master class*", EventForm.PRACTICUM, "master class"),
    ("masterclass*", EventForm.PRACTICUM, "master class"),
    ("training*", EventForm.TRAINING, "training"),
    ("consultation*", EventForm.CONSULTATION, "consultation"),
    ("laboratory", EventForm.LABORATORY, "laboratory"),
    ("internship*", EventForm.INTERNSHIP, "internship"),
    ("festival*", EventForm.FESTIVAL_SEMINAR, "festival"),
    ("conference*", EventForm.CONFERENCE, "conference"),
    ("open lesson*", EventForm.LESSON_VISIT, "open lesson"),
    ("lesson visit*", EventForm.LESSON_VISIT, "lesson visit"),
    ("contest*", EventForm.CONTEST, "contest"),
    ("round table*", EventForm.MEETING, "round table"),
    ("meeting*", EventForm.MEETING, "meeting"),
)
"""A phrase, its category, and the form named in the nominative, which is shown; the longest phrase wins.

A star means any ending, a dash may separate the words of one form.
"""

CATEGORY_WORDS: dict[str, EventForm] = {
    "лекция": EventForm.LECTURE,
    "семинар": EventForm.SEMINAR,
    "проектный семинар": EventForm.PROJECT_SEMINAR,
    "практикум": EventForm.PRACTICUM,
    "тренинг": EventForm.TRAINING,
    "консультация": EventForm.CONSULTATION,
    "лаборатория": EventForm.LABORATORY,
    "стажировка": EventForm.INTERNSHIP,
    "семинар-фестиваль": EventForm.FESTIVAL_SEMINAR,
    "конференция": EventForm.CONFERENCE,
    "методический день": EventForm.METHODICAL_DAY,
    "открытый урок": EventForm.LESSON_VISIT,
    "урок в школе-партнёре": EventForm.GUEST_TEACHING,
    "совместный педсовет": EventForm.JOINT_COUNCIL,
    "мероприятие с детьми": EventForm.CHILDREN_EVENT,
    "выездная школа": EventForm.SCHOOL_CAMP,
    "конкурс": EventForm.CONTEST,
    "сетевой проект": EventForm.NETWORK_PROJECT,
    "совещание": EventForm.MEETING,
    "lecture": EventForm.LECTURE,
    "seminar": EventForm.SEMINAR,
    "project seminar": EventForm.PROJECT_SEMINAR,
    "training": EventForm.TRAINING,
    "consultation": EventForm.CONSULTATION,
    "laboratory": EventForm.LABORATORY,
    "internship": EventForm.INTERNSHIP,
    "conference": EventForm.CONFERENCE,
    "open lesson": EventForm.LESSON_VISIT,
    "contest": EventForm.CONTEST,
    "meeting": EventForm.MEETING,
}
"""Forms whose name is the word of their category, so that no name of their own is kept."""
ASSOCIATIONS = (
    ("рмо", "РМО"), ("гмо", "ГМО"), ("ммо", "ММО"), ("шмо", "ШМО"), ("омо", "ОМО"),
    ("методическ* объединени*", "методического объединения"),
    ("районн* методическ* объединени*", "районного методического объединения"),
    ("городск* методическ* объединени*", "городского методического объединения"),
    ("муниципальн* методическ* объединени*", "муниципального методического объединения"),
    ("окружн* методическ* объединени*", "окружного методического объединения"),
    ("школьн* методическ* объединени*", "школьного методического объединения"),
)  # fmt: skip
"""Words that belong to the name of a form: «заседание РМО», with its words in the genitive."""

LEVELS: tuple[tuple[str, EventLevel], ...] = (
    ("школьн*", EventLevel.SCHOOL),
    ("муниципальн*", EventLevel.MUNICIPAL),
    ("районн*", EventLevel.MUNICIPAL),
    ("городск*", EventLevel.MUNICIPAL),
    ("окружн*", EventLevel.MUNICIPAL),
    ("межмуниципальн*", EventLevel.INTER_MUNICIPAL),
    ("зональн*", EventLevel.INTER_MUNICIPAL),
    ("региональн*", EventLevel.REGIONAL),
    ("областн*", EventLevel.REGIONAL),
    ("краев*", EventLevel.REGIONAL),
    ("республиканск*", EventLevel.REGIONAL),
    ("всероссийск*", EventLevel.FEDERAL),
    ("федеральн*", EventLevel.FEDERAL),
    ("school*", EventLevel.SCHOOL),
    ("municipal*", EventLevel.MUNICIPAL),
    ("inter municipal*", EventLevel.INTER_MUNICIPAL),
    ("regional*", EventLevel.REGIONAL),
    ("federal*", EventLevel.FEDERAL),
)

HYBRID = (
    "смешанн*", "гибрид*", "очно-дистанц*", "очно-заочн*", "очно и онлайн*", "очно и дистанцион*", "очно + онлайн*",
    "онлайн и очно", "hybrid", "blended",
)  # fmt: skip
ONLINE = (
    "онлайн*", "on-line", "online", "дистанцион*", "дистант*", "удаленно", "вебинар*", "webinar*", "zoom", "зум",
    "зуме", "сферум*", "sferum", "телемост*", "видеоконференц*", "вкс", "скайп*", "skype", "teams", "толк",
    "jitsi", "вконтакте", "трансляци*", "remote*",
)  # fmt: skip
OFFLINE = ("очно", "очный", "очная", "очное", "очной", "очную", "офлайн*", "оффлайн*", "offline", "in person")
FORMATS: tuple[tuple[EventFormat, tuple[str, ...]], ...] = (
    (EventFormat.HYBRID, HYBRID),
    (EventFormat.ONLINE, ONLINE),
    (EventFormat.OFFLINE, OFFLINE),
)
FORMAT_NOUNS = words("формат формате форма форме режим режиме format")
FORMAT_LABELS = FORMAT_NOUNS | words("в по на через in via")

TITLE_LABELS = (
    "тема мероприятия", "тема семинара", "тема", "на тему", "по теме", "название", "title", "topic", "on the topic",
)  # fmt: skip
SUBPROJECT_LABELS = ("подпроект", "подпроекта", "подпроекту", "подпроекте", "подпроектом", "subproject")
WITHIN = words("в рамках по из within of")
RESPONSIBLE_LABELS = (
    "ответственный", "ответственная", "ответственные", "ответственный за мероприятие", "ответственная за мероприятие",
    "отв", "отвечает", "responsible",
)  # fmt: skip
TITLE_PREPOSITIONS = words("по о об про для к на из с без как")
"""«Семинар по работе с текстом»: the form belongs to such a title."""
FORMS_OF_SOMETHING = ("встреч", "заседани", "собрани", "совещани", "конкурс", "фестивал", "форум")
"""«Встреча клуба словесников»: such a form belongs to the title that follows it."""
ADJECTIVES_OF = ("ого", "его", "ых", "их")
"""«Лаборатория успешного учителя»: endings that show a genitive."""

FILLERS = words(
    "уважаемые коллеги коллега дорогие добрый день здравствуйте приглашаем приглашаю приглашаются вас на состоится "
    "пройдет проводится проводим проведем будет проходит планируется провести дата время место адрес проведения "
    "мероприятия мероприятие тема форма формат начало аудитория участники участников категория количество число объем "
    "длительность продолжительность мест часы часов регистрация запись хочу создать новый новое новая создай "
    "пожалуйста название где когда кто для в во на к с со по до и а или от из у о об при ссылка подключение платформа "
    "платформе year years г the a an at on in for of and to date time place title format will be held hello dear "
    "colleagues please"
)
"""Words without a meaning of their own: remaining words that are all in this list are no note."""
GREETINGS = words("уважаемые коллеги дорогие здравствуйте приглашаем приглашаю добрый hello dear")
CONNECTORS = words("в во на с со к ко до и а для по от из у о об при или at on in for of and to the")
LEADING_CONNECTORS = words("и а and")
TITLE_ENDS = CONNECTORS | words("состоится пройдет пройдёт проводится будет проведем проведём")
