"""Words of event forms, formats and titles as people type them: data for recognizing, never shown."""

from models import EventForm, EventFormat
from services.reading.words.date import words

FORMS: tuple[tuple[str, EventForm], ...] = (
    ("проектн* семинар*", EventForm.PROJECT_SEMINAR),
    ("семинар* практикум*", EventForm.PRACTICUM),
    ("семинар* фестивал*", EventForm.FESTIVAL_SEMINAR),
    ("фестивал* семинар*", EventForm.FESTIVAL_SEMINAR),
    ("фестивал*", EventForm.FESTIVAL_SEMINAR),
    ("семинар* совещани*", EventForm.MEETING),
    ("семинар* тренинг*", EventForm.TRAINING),
    ("семинар* консультаци*", EventForm.CONSULTATION),
    ("консультаци* практикум*", EventForm.CONSULTATION),
    ("вебинар* практикум*", EventForm.PRACTICUM),
    ("лекци* практикум*", EventForm.PRACTICUM),
    ("вебинар*", EventForm.LECTURE),
    ("видеолекци*", EventForm.LECTURE),
    ("лекци*", EventForm.LECTURE),
    ("лектори*", EventForm.LECTURE),
    ("семинар*", EventForm.SEMINAR),
    ("видеосеминар*", EventForm.SEMINAR),
    ("практикум*", EventForm.PRACTICUM),
    ("мастер класс*", EventForm.PRACTICUM),
    ("мастер-класс*", EventForm.PRACTICUM),
    ("мастеркласс*", EventForm.PRACTICUM),
    ("педагогическ* мастерск*", EventForm.PRACTICUM),
    ("творческ* мастерск*", EventForm.PRACTICUM),
    ("мастерск*", EventForm.PRACTICUM),
    ("воркшоп*", EventForm.PRACTICUM),
    ("тренинг*", EventForm.TRAINING),
    ("делов* игр*", EventForm.TRAINING),
    ("консультаци*", EventForm.CONSULTATION),
    ("консультировани*", EventForm.CONSULTATION),
    ("лаборатори*", EventForm.LABORATORY),
    ("проблемн* групп*", EventForm.LABORATORY),
    ("творческ* групп*", EventForm.LABORATORY),
    ("стажировк*", EventForm.INTERNSHIP),
    ("стажировочн* площадк*", EventForm.INTERNSHIP),
    ("конференци*", EventForm.CONFERENCE),
    ("педагогическ* чтени*", EventForm.CONFERENCE),
    ("форум*", EventForm.CONFERENCE),
    ("методическ* день", EventForm.METHODICAL_DAY),
    ("методическ* дня", EventForm.METHODICAL_DAY),
    ("метапредметн* день", EventForm.METHODICAL_DAY),
    ("взаимопосещени* урок*", EventForm.LESSON_VISIT),
    ("взаимопосещени* заняти*", EventForm.LESSON_VISIT),
    ("взаимопосещени*", EventForm.LESSON_VISIT),
    ("посещени* урок*", EventForm.LESSON_VISIT),
    ("посещени* заняти*", EventForm.LESSON_VISIT),
    ("открыт* урок*", EventForm.LESSON_VISIT),
    ("открыт* заняти*", EventForm.LESSON_VISIT),
    ("открыт* показ*", EventForm.LESSON_VISIT),
    ("панорам* урок*", EventForm.LESSON_VISIT),
    ("преподавани* в класс*", EventForm.GUEST_TEACHING),
    ("педсовет*", EventForm.JOINT_COUNCIL),
    ("педагогическ* совет*", EventForm.JOINT_COUNCIL),
    ("родительск* собрани*", EventForm.JOINT_COUNCIL),
    ("мероприяти* с детьми", EventForm.CHILDREN_EVENT),
    ("мероприяти* для детей", EventForm.CHILDREN_EVENT),
    ("турнир*", EventForm.CHILDREN_EVENT),
    ("олимпиад*", EventForm.CHILDREN_EVENT),
    ("соревновани*", EventForm.CHILDREN_EVENT),
    ("лагерь", EventForm.SCHOOL_CAMP),
    ("лагеря", EventForm.SCHOOL_CAMP),
    ("летн* школ*", EventForm.SCHOOL_CAMP),
    ("зимн* школ*", EventForm.SCHOOL_CAMP),
    ("профильн* смен*", EventForm.SCHOOL_CAMP),
    ("конкурс*", EventForm.CONTEST),
    ("сетев* проект*", EventForm.NETWORK_PROJECT),
    ("сетев* образовательн* проект*", EventForm.NETWORK_PROJECT),
    ("межшкольн* проект*", EventForm.NETWORK_PROJECT),
    ("кругл* стол*", EventForm.MEETING),
    ("совещани*", EventForm.MEETING),
    ("заседани*", EventForm.MEETING),
    ("собрани*", EventForm.MEETING),
    ("планерк*", EventForm.MEETING),
    ("методическ* час*", EventForm.MEETING),
    ("методсовет*", EventForm.MEETING),
    ("методическ* совет*", EventForm.MEETING),
    ("встреч*", EventForm.MEETING),
    ("project seminar*", EventForm.PROJECT_SEMINAR),
    ("seminar*", EventForm.SEMINAR),
    ("webinar*", EventForm.LECTURE),
    ("lecture*", EventForm.LECTURE),
    ("workshop*", EventForm.PRACTICUM),
    ("master class*", EventForm.PRACTICUM),
    ("masterclass*", EventForm.PRACTICUM),
    ("training*", EventForm.TRAINING),
    ("consultation*", EventForm.CONSULTATION),
    ("laboratory", EventForm.LABORATORY),
    ("internship*", EventForm.INTERNSHIP),
    ("festival*", EventForm.FESTIVAL_SEMINAR),
    ("conference*", EventForm.CONFERENCE),
    ("open lesson*", EventForm.LESSON_VISIT),
    ("lesson visit*", EventForm.LESSON_VISIT),
    ("contest*", EventForm.CONTEST),
    ("round table*", EventForm.MEETING),
    ("meeting*", EventForm.MEETING),
)
"""A star means any ending, a dash may separate the words of one form; the longest phrase wins."""

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
