"""Words of dates and times as people type them, in Russian and English: data for recognizing, never shown."""


def forms(*rows: tuple[int, str]) -> dict[str, int]:
    """Return the number of its row for every word form in `rows`."""
    return {word: number for number, row in rows for word in row.split()}


def words(text: str) -> frozenset[str]:
    """Return the words of a text split at spaces."""
    return frozenset(text.split())


MONTHS = forms(
    (1, "январь января январе янв january jan"),
    (2, "февраль февраля феврале фев февр february feb"),
    (3, "март марта марте мар march mar"),
    (4, "апрель апреля апреле апр april apr"),
    (5, "май мая мае may"),
    (6, "июнь июня июне июн june jun"),
    (7, "июль июля июле июл july jul"),
    (8, "август августа августе авг august aug"),
    (9, "сентябрь сентября сентябре сен сент september sept sep"),
    (10, "октябрь октября октябре окт october oct"),
    (11, "ноябрь ноября ноябре ноя нояб november nov"),
    (12, "декабрь декабря декабре дек december dec"),
)
ENGLISH_MONTHS = frozenset(word for word in MONTHS if word.isascii())
LONG_MONTHS = tuple(word for word in MONTHS if len(word) >= 6)
"""Month names long enough to be recognized with one wrong letter."""

WEEKDAYS = forms(
    (0, "понедельник понедельника понедельнику понедельником понедельнике пн monday mon"),
    (1, "вторник вторника вторнику вторником вторнике вт tuesday tue tues"),
    (2, "среду среда ср wednesday wed"),
    (3, "четверг четверга четвергу четвергом четверге чт чтв thursday thu thurs"),
    (4, "пятница пятницу пятницы пятнице пятницей пт птн friday fri"),
    (5, "суббота субботу субботы субботе субботой сб saturday sat"),
    (6, "воскресенье воскресенья воскресенью вс вск sunday sun"),
)
SHORT_WEEKDAYS = words("пн вт ср чт чтв пт птн сб вс вск mon tue tues wed thu thurs fri sat sun")
MIDWEEK = words("среды среде средой")
"""Also «environment»: a weekday only after one of MIDWEEK_BEFORE."""
MIDWEEK_BEFORE = words("до со с к ко этой следующей будущей ближайшей")
SUSPECT_WEEKDAYS = words("среда среду")
"""Also «environment»: not a weekday after an adjective or before a noun."""
EVERY = words("каждый каждую каждое каждые еженедельно every weekly")
EVERY_WEEKDAY = words(
    "понедельникам вторникам средам четвергам пятницам субботам воскресеньям "
    "mondays tuesdays wednesdays thursdays fridays saturdays sundays"
)
THIS = words("эту этот эти это этой этого this")
NEXT = words("следующую следующий следующее следующей следующего будущую будущий будущей будущее след next")
NEAREST = words("ближайшую ближайший ближайшее ближайшей coming")
WEEK = words("неделе неделю недели неделя недель week weeks нед")
DAY = words("день дня дней day days")
MONTH = words("месяц месяца месяцев month months")
RELATIVE_DAYS = {
    "вчера": -1, "yesterday": -1, "позавчера": -2,
    "сегодня": 0, "today": 0,
    "завтра": 1, "tomorrow": 1,
    "послезавтра": 2,
}  # fmt: skip
AFTER_INTERVAL = words("через in")
YEAR = words("г год года году")
DAY_OF_MONTH_WORDS = words("числа число числу")
ORDINAL_SUFFIXES = words("го е ого ое му th st nd rd")

CARDINALS = forms(
    (0, "ноль"),
    (1, "один одна одного одной одному одну one"),
    (2, "два две двух двум two"),
    (3, "три трех трем three"),
    (4, "четыре четырех четырем four"),
    (5, "пять пяти five"),
    (6, "шесть шести six"),
    (7, "семь семи seven"),
    (8, "восемь восьми eight"),
    (9, "девять девяти nine"),
    (10, "десять десяти ten"),
    (11, "одиннадцать одиннадцати eleven"),
    (12, "двенадцать двенадцати twelve"),
    (13, "тринадцать тринадцати thirteen"),
    (14, "четырнадцать четырнадцати fourteen"),
    (15, "пятнадцать пятнадцати fifteen"),
    (16, "шестнадцать шестнадцати sixteen"),
    (17, "семнадцать семнадцати seventeen"),
    (18, "восемнадцать восемнадцати eighteen"),
    (19, "девятнадцать девятнадцати nineteen"),
    (20, "двадцать двадцати twenty"),
    (30, "тридцать тридцати thirty"),
    (40, "сорок сорока forty"),
    (50, "пятьдесят пятидесяти fifty"),
    (60, "шестьдесят шестидесяти sixty"),
    (70, "семьдесят семидесяти seventy"),
    (80, "восемьдесят восьмидесяти eighty"),
    (90, "девяносто девяноста ninety"),
    (100, "сто ста hundred"),
)
ORDINALS = forms(
    (1, "первого первое первому"),
    (2, "второго второе второму"),
    (3, "третьего третье третьему"),
    (4, "четвертого четвертое четвертому"),
    (5, "пятого пятое пятому"),
    (6, "шестого шестое шестому"),
    (7, "седьмого седьмое седьмому"),
    (8, "восьмого восьмое восьмому"),
    (9, "девятого девятое девятому"),
    (10, "десятого десятое десятому"),
    (11, "одиннадцатого одиннадцатое одиннадцатому"),
    (12, "двенадцатого двенадцатое двенадцатому"),
    (13, "тринадцатого тринадцатое тринадцатому"),
    (14, "четырнадцатого четырнадцатое четырнадцатому"),
    (15, "пятнадцатого пятнадцатое пятнадцатому"),
    (16, "шестнадцатого шестнадцатое шестнадцатому"),
    (17, "семнадцатого семнадцатое семнадцатому"),
    (18, "восемнадцатого восемнадцатое восемнадцатому"),
    (19, "девятнадцатого девятнадцатое девятнадцатому"),
    (20, "двадцатого двадцатое двадцатому"),
    (30, "тридцатого тридцатое тридцатому"),
)
HOURS_IN_GENITIVE = forms(
    (1, "первого"), (2, "второго"), (3, "третьего"), (4, "четвертого"), (5, "пятого"), (6, "шестого")
)
"""The hour named by «в половине третьего» or «полтретьего»."""
HALF = words("половине половина пол")
HALF_GLUED = "пол"
WITHOUT = "без"
QUARTER = "четверти"
MINUTES_TO_HOUR = {"десяти": 10, "пяти": 5, "двадцати": 20, "пятнадцати": 15}

AT = words("в во at")
BY = words("к ко by")
FROM = words("с со от from")
UNTIL = words("до to till until")
UP_TO = words("по through")
DAY_SEPARATORS = frozenset({",", "и", "and", "&"})
WORDS_BEFORE_LIST = words("с со на дата даты дни состоится пройдет пройдут") | WEEKDAYS.keys()
"""Words that may precede a list of days; after any other the first number belongs to the word («встреча 1, …»)."""
OR_WORDS = words("или либо or")
START_WORDS = words("начало время старт начинаем начнем starts start time")
END_WORDS = words("окончание конец завершение закончим окончим ends end")
GATHERING_WORDS = words("регистрация регистрации сбор встречаемся кофе registration doors")
HOUR_UNITS = words("ч час часа часов часам часу h hour hours")
ONE_OCLOCK = words("час часу")
MINUTE_UNITS = words("мин минут минуты минута min minutes m")
NOON = words("полдень полудню noon midday")
MIDNIGHT = words("полночь полуночи midnight")
DAY_PARTS = {
    "утра": "morning", "am": "am", "дня": "day", "вечера": "evening", "ночи": "night", "pm": "pm",
}  # fmt: skip

COUNTED_NOUNS = (
    "класс", "кл", "кабинет", "каб", "корпус", "школ", "сош", "оош", "групп", "гимнази", "лице", "сад", "человек",
    "чел", "мест", "участник", "слушател", "педагог", "учител", "коллег", "аудитори", "ауд", "лет", "этап", "тур",
    "микрорайон", "балл", "раз", "дней", "недел", "месяц", "этаж", "предмет", "урок", "номер", "балла", "занят",
    "встреч", "год", "минут", "мин", "процент", "grade", "people", "seat", "place", "school", "room",
)  # fmt: skip
"""Stems of nouns that make the number before them a count, not an hour."""
OTHER_ZONES = words("мск msk москве московскому московское utc gmt")

DEADLINE_NAMES = ("запис", "регистрац", "зарегистр", "заявк", "registration", "register", "applications")
"""Stems of the word before «до»."""
DEADLINE_TERMS = (
    "дедлайн", "крайний срок", "срок записи", "срок регистрации", "срок подачи заявок", "deadline", "sign up by",
    "sign up until", "sign-up until", "sign-up by", "запишитесь до", "записывайтесь до",
)  # fmt: skip
DEADLINE_FILLING = words(
    "на участие участников участия в семинар открыта открыто открыт принимаются "
    "принимаем прием приём заявок закрывается "
    "закроется "
    "заканчивается завершается можно продлится длится идет вести ведется по ссылке обязательна обязательно "
    "is are closes close open ends accepted : - ( )"
)
DEADLINE_BEFORE = words("за")
DEADLINE_INCLUDED = words("включительно ( ) inclusive")
WHOLE_DAY = words("сутки суток")
