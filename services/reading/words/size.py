"""Words of durations and seats as people type them: data for recognizing, never shown."""

from services.reading.words.date import words

HOURS = words("ч час часа часов часу hour hours h hr hrs")
MINUTES = words("мин минут минуты минута минуту minute minutes min mins")
ACADEMIC = words(
    "ак акад академ академический академических академического академические академ учебный учебных учебные учебного "
    "ауд аудиторных аудиторный а academic"
)
ACADEMIC_GLUED = words("ач акч")
HOURLY_STEM = "часов"
"""«4-часовой», «двухчасовая»."""
HOURLY = {
    "одно": 1, "двух": 2, "трех": 3, "четырех": 4, "пяти": 5, "шести": 6, "восьми": 8, "полутора": 1.5,
}  # fmt: skip
ONE_AND_HALF = words("полтора полторы")
HALF_HOUR = words("полчаса")
AND_HALF = words("половиной half")
PREPOSITIONS_BEFORE_TIME = words("в во к ко с со до от через за около at from to by till until in after")
"""After these a number of hours is a time of day or a term, not a duration."""
EACH = words("по each")
DURATION_LEADS = words(
    "на длительность длительностью продолжительность продолжительностью объем объемом всего итого часы duration for "
    "примерно около времени мероприятия"
)
AND = words("и and")

SEATS = words("мест места место seats seat places")
PEOPLE = words(
    "человек чел человека участников участника участник участникам слушателей слушателя people participants persons"
)
STAFF = words("педагогов педагога учителей учителя коллег воспитателей teachers")
"""A number of these is a limit too, and the word itself names the audience."""
SEAT_LABELS = words(
    "места мест количество число участников кол-во кол во группа группы группу группой вместимость лимит квота seats "
    "capacity limit набор"
)
SEAT_LEADS = words(
    "до на не более больше максимум макс группа группы группой группу всего мест для количество max up to for"
)
UNLIMITED = (
    "количество мест не ограничено",
    "число мест не ограничено",
    "количество участников не ограничено",
    "число участников не ограничено",
    "мест без ограничений",
    "мест без ограничения",
    "места без ограничений",
    "места не ограничены",
    "без ограничения мест",
    "без ограничений по количеству",
    "без ограничения количества",
    "без ограничения",
    "без ограничений",
    "без лимита",
    "мест неограниченно",
    "неограниченно",
    "неограничено",
    "не ограничено",
    "unlimited seats",
    "unlimited",
    "no limit",
)
