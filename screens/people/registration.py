"""The questions of the profile: the same on the first visit and when one field is changed later."""

from collections.abc import Collection, Iterable

from models import Organization, Post
from screens import wishes
from screens.pages import page_row
from screens.screen import Button, Rows, Screen
from screens.shortened import BUTTON_LABEL_LIMIT, shortened
from screens.texts import LANGUAGES, Say, labels
from services.paging import page_of
from services.reading.text import words_on_one_line
from services.subjects import SUBJECTS

ORGANIZATIONS_PAGE_SIZE = 6
SUBJECTS_PAGE_SIZE = 8
POSTS = (
    Post.TEACHER,
    Post.EDUCATOR,
    Post.SENIOR_EDUCATOR,
    Post.ADDITIONAL_TEACHER,
    Post.DEPUTY_HEAD,
    Post.HEAD,
    Post.LIBRARIAN,
    Post.PSYCHOLOGIST,
    Post.SPEECH_THERAPIST,
    Post.SOCIAL_TEACHER,
    Post.METHODIST,
    Post.COACH,
)
"""The posts with a button; the others are understood when typed."""


def ask_name(say: Say, *, note: str | None = None, back: bool = False) -> Screen:
    """Ask for the name; `note` (HTML) goes before the question, `back` leads to the profile."""
    return Screen(say.lines([note, say("profile-ask-name")]), rows=_back_row(say, back))


def name_mistake(say: Say, reason: str) -> str:
    return say(f"profile-name-{reason}")


def ask_organization(say: Say, likely: list[Organization], *, note: str | None = None, back: bool = False) -> Screen:
    """Ask for the organization; `likely`: those that fit the typed words."""
    every = say.button("button-organization-list", wishes.OrganizationPage(page=1))
    rows = (*_organization_rows(likely), (every,), (_absent_button(say),), *_back_row(say, back))
    question = say("profile-organization-likely" if likely else "profile-ask-organization")
    return Screen(say.lines([note, question]), rows=rows)


def list_organizations(say: Say, organizations: list[Organization], page: int, *, back: bool = False) -> Screen:
    """Show a page of organizations; the nearest one if the asked page is gone."""
    shown = page_of(organizations, page, ORGANIZATIONS_PAGE_SIZE)
    turn = page_row(say, shown, lambda number: wishes.OrganizationPage(page=number))
    text = say("profile-organization-list" if shown.items else "profile-organization-none")
    return Screen(text, rows=(*_organization_rows(shown.items), *turn, (_absent_button(say),), *_back_row(say, back)))


def ask_own_organization(say: Say, *, bad: bool = False, back: bool = False) -> Screen:
    every = say.button("button-organization-list", wishes.OrganizationPage(page=1))
    note = say("profile-own-organization-bad") if bad else None
    return Screen(say.lines([note, say("profile-ask-own-organization")]), rows=((every,), *_back_row(say, back)))


def ask_post(say: Say, *, taken: str | None = None, note: str | None = None, back: bool = False) -> Screen:
    """Ask for the post; `taken`: the organization chosen just now, which can be changed by a button."""
    posts = [say.button(f"post-{post.value}", wishes.ChoosePost(post=post.value)) for post in POSTS]
    rows = [tuple(posts[at : at + 2]) for at in range(0, len(posts), 2)]
    rows.append((say.button("button-own-post", wishes.ChoosePost(post=Post.OTHER.value)),))
    if taken:
        note = say("profile-organization-taken", short=taken)
        rows.append((say.button("button-other-organization", wishes.OrganizationPage(page=1)),))
    return Screen(say.lines([note, say("profile-ask-post")]), rows=(*rows, *_back_row(say, back)))


def ask_own_post(say: Say, *, bad: bool = False, back: bool = False) -> Screen:
    every = say.button("button-post-list", wishes.ListPosts())
    note = say("profile-own-post-bad") if bad else None
    return Screen(say.lines([note, say("profile-ask-own-post")]), rows=((every,), *_back_row(say, back)))


def post_typed(text: str) -> Post | None:
    """Return the post whose words were typed in any language."""
    return next((post for post in Post if _is_label(text, f"post-{post.value}")), None)


def own_post_typed(text: str) -> tuple[Post, str] | None:
    """Return the post of typed words: a known one, or OTHER with the words as its title; None if they are no post."""
    words = words_on_one_line(text, 2, 100)
    if words is None:
        return None
    known = post_typed(words)
    return (Post.OTHER, words) if known is None or known is Post.OTHER else (known, "")


def ask_subjects(
    say: Say, chosen: Collection[str], page: int, *, note: str | None = None, back: bool = False
) -> Screen:
    """Ask for subjects; chosen ones are marked."""
    shown = page_of(SUBJECTS, page, SUBJECTS_PAGE_SIZE)
    buttons = [_subject_button(say, code, code in chosen, shown.number) for code in shown.items]
    rows = tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))
    turn = page_row(say, shown, lambda number: wishes.SubjectsPage(page=number))
    done = "button-subjects-done" if chosen or back else "button-subjects-skip"
    finish = say.button(done, wishes.SubjectsDone(), style="primary")
    return Screen(say.lines([note, say("profile-ask-subjects")]), rows=(*rows, *turn, (finish,), *_back_row(say, back)))


def subject_typed(text: str) -> str | None:
    """Return the code of the subject whose words were typed in any language."""
    return next((code for code in SUBJECTS if _is_label(text, f"subject-{code}")), None)


def ask_language(say: Say) -> Screen:
    languages = tuple(
        say.button(f"profile-language-{code}", wishes.ChooseLanguage(language=code)) for code in LANGUAGES
    )
    return Screen(say("profile-ask-language"), rows=(languages, *_back_row(say, True)))


def _is_label(text: str, key: str) -> bool:
    return text.strip().casefold() in {label.casefold() for label in labels(key)}


def _subject_button(say: Say, code: str, chosen: bool, page: int) -> Button:
    name = say.plain(f"subject-{code}")
    wish = wishes.SetSubject(subject=code, chosen=int(not chosen), page=page)
    return Button.of(f"✓ {name}" if chosen else name, wish)


def _organization_rows(organizations: Iterable[Organization]) -> Rows:
    return tuple(
        (Button.of(shortened(row.short, BUTTON_LABEL_LIMIT), wishes.ChooseOrganization(organization=row.id)),)
        for row in organizations
    )


def _absent_button(say: Say) -> Button:
    return say.button("button-organization-absent", wishes.OrganizationAbsent())


def _back_row(say: Say, back: bool) -> Rows:
    """Return the button from a change back to the profile."""
    return ((say.button("button-back", wishes.Go(to=wishes.Place.PROFILE)),),) if back else ()
