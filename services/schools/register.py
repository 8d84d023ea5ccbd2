"""The organizations of the network, as people choose or type them."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Organization
from services.reading.organizations import KnownOrganization, match_organization
from services.refusals import NotFound


@dataclass(frozen=True, slots=True)
class Found:
    """What a typed name led to: one organization that is meant beyond doubt, or those it may be."""

    sure: Organization | None
    likely: list[Organization]


def all_organizations(db: Session) -> list[Organization]:
    """In the order of the lists people page through."""
    return list(db.scalars(select(Organization).order_by(Organization.kind, Organization.short, Organization.id)))


def known_organizations(db: Session) -> list[KnownOrganization]:
    """The organizations as the readers of typed texts know them."""
    return [KnownOrganization(row.id, row.short, row.title, row.locality) for row in all_organizations(db)]


def find_organization(db: Session, typed: str) -> Found:
    """Number matched exactly, names by likeness; the same words as a whole short name or title are sure."""
    organizations = {row.id: row for row in all_organizations(db)}
    matches = match_organization(typed, known_organizations(db))
    sure = next((organizations[match.organization.id] for match in matches if match.sure), None)
    return Found(sure, [organizations[match.organization.id] for match in matches])


def likely_organizations(db: Session, typed: str) -> list[Organization]:
    return find_organization(db, typed).likely


def organization(db: Session, organization_id: int) -> Organization:
    """Raises NotFound."""
    found = db.get(Organization, organization_id)
    if found is None:
        raise NotFound()
    return found
