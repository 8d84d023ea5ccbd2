"""Finds organizations of the network by id or by a typed name."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Organization
from services.reading.organizations import KnownOrganization, match_organization
from services.refusals import NotFound


@dataclass(frozen=True, slots=True)
class OrganizationMatches:
    """The organizations that a typed name may mean; `sure` is also the first of `likely`."""

    sure: Organization | None
    likely: list[Organization]


def all_organizations(db: Session) -> list[Organization]:
    """Return all organizations in the order of the lists on screens."""
    return list(db.scalars(select(Organization).order_by(Organization.kind, Organization.short, Organization.id)))


def known_organizations(db: Session) -> list[KnownOrganization]:
    """Return the organizations for the readers of typed text."""
    return [KnownOrganization(row.id, row.short, row.title, row.locality) for row in all_organizations(db)]


def find_organization(db: Session, typed: str) -> OrganizationMatches:
    """Match the number exactly and names by likeness; a full short name or title is a sure match."""
    organizations = {row.id: row for row in all_organizations(db)}
    matches = match_organization(typed, known_organizations(db))
    sure = next((organizations[match.organization.id] for match in matches if match.sure), None)
    return OrganizationMatches(sure, [organizations[match.organization.id] for match in matches])


def likely_organizations(db: Session, typed: str) -> list[Organization]:
    return find_organization(db, typed).likely


def organization(db: Session, organization_id: int) -> Organization:
    """Return the organization; raises NotFound."""
    found = db.get(Organization, organization_id)
    if found is None:
        raise NotFound()
    return found
