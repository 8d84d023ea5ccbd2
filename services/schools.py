"""The organisations of the network, as people choose or type them."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Organization
from services.organization_search import KnownPlace, match_organization


@dataclass(frozen=True, slots=True)
class Found:
    """What a typed name led to: one organisation that is meant beyond doubt, or those it may be."""

    sure: Organization | None
    likely: list[Organization]


def all_organizations(db: Session) -> list[Organization]:
    """In the order of the lists people page through."""
    return list(db.scalars(select(Organization).order_by(Organization.kind, Organization.short, Organization.id)))


def find_organization(db: Session, typed: str) -> Found:
    """Number matched exactly, names by likeness; the same words as a whole short name or title are sure."""
    organizations = {row.id: row for row in all_organizations(db)}
    places = [KnownPlace(row.id, row.short, row.title, row.locality) for row in organizations.values()]
    matches = match_organization(typed, places)
    sure = next((organizations[match.place.id] for match in matches if match.sure), None)
    return Found(sure, [organizations[match.place.id] for match in matches])


def likely_organizations(db: Session, typed: str) -> list[Organization]:
    return find_organization(db, typed).likely
