"""A person in words: name, post and place of work."""

from models import Post, Teacher
from screens.texts import Say


def name_of(say: Say, teacher: Teacher) -> str:
    """Return the full name, or words that the profile is erased."""
    return say.plain("person-erased") if teacher.erased_at else teacher.full_name


def post_of(say: Say, teacher: Teacher) -> str:
    """Return the post, plain: the person's own words when it is not in the list."""
    return teacher.post_title or say.plain(f"post-{teacher.post.value}")


def known_post(say: Say, teacher: Teacher) -> str:
    """Return the post, or an empty string for a walk-in whose post nobody has named."""
    return "" if teacher.post is Post.OTHER and not teacher.post_title else post_of(say, teacher)


def name_and_place(say: Say, teacher: Teacher) -> str:
    """Return name, school and post in one line, plain."""
    organization = teacher.organization.short if teacher.organization else ""
    return ", ".join(part for part in (name_of(say, teacher), organization, known_post(say, teacher)) if part)
