"""«Отметка»: the list of an event, presence and roles of each person, the code word."""

from handlers.attendance import walk_ins
from handlers.routes import press
from handlers.visit import Visit
from screens import wishes
from screens.attendance import sheet as screens
from screens.screen import Screen
from services.attendance import sheet as attendance
from services.attendance.sheet import RowKey, SheetKey
from services.rights import Right


def open_attendance(visit: Visit, wish: wishes.OpenAttendance) -> Screen:
    walk_ins.leave_walk_in(visit)
    key = SheetKey(wish.event, wish.page, wish.meeting)
    return screens.sheet(visit.say, attendance.sheet(visit.db, visit.actor, key, visit.now))


def set_code_word(visit: Visit, wish: wishes.MakeCode) -> Screen:
    key = SheetKey(wish.event, meeting_id=wish.meeting)
    return screens.sheet(visit.say, attendance.set_code_word(visit.db, visit.actor, key, visit.now))


def open_row(visit: Visit, wish: wishes.OpenRow) -> Screen:
    key = RowKey(wish.event, wish.teacher, wish.page, wish.meeting)
    return screens.opened_row(visit.say, attendance.open_row(visit.db, visit.actor, key, visit.now))


def mark(visit: Visit, wish: wishes.Mark) -> Screen:
    key = RowKey(wish.event, wish.teacher, wish.page, wish.meeting)
    row = attendance.mark(visit.db, visit.actor, key, wish.state, visit.now)
    return screens.opened_row(visit.say, row)


def mark_all(visit: Visit, wish: wishes.MarkAll) -> Screen:
    key = SheetKey(wish.event, meeting_id=wish.meeting)
    return screens.sheet(visit.say, attendance.mark_all(visit.db, visit.actor, key, visit.now))


def set_role(visit: Visit, wish: wishes.SetRole) -> Screen:
    rule = attendance.give_role if wish.has else attendance.take_role
    key = RowKey(wish.event, wish.teacher, wish.page, wish.meeting)
    row = rule(visit.db, visit.actor, key, wish.role, visit.now)
    return screens.opened_row(visit.say, row)


ROUTES = (
    press(wishes.OpenAttendance, open_attendance, Right.STAFF),
    press(wishes.MakeCode, set_code_word, Right.OWN_EVENT),
    press(wishes.OpenRow, open_row, Right.STAFF),
    press(wishes.Mark, mark, Right.OWN_EVENT),
    press(wishes.MarkAll, mark_all, Right.OWN_EVENT),
    press(wishes.SetRole, set_role, Right.OWN_EVENT),
)
