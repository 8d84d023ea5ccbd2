"""The row of the network this deployment serves, and what the settings say about it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Account, Network

NETWORK_ID = 1

_ROW = select(Network).where(Network.id == NETWORK_ID)


def network(db: Session) -> Network:
    """Return the network; its row exists from the first start and is read once a session."""
    row: Network | None = db.info.get(Network)
    return keep_network(db, db.scalars(_ROW).one()) if row is None or row not in db else row


def keep_network(db: Session, row: Network) -> Network:
    """Let `network` return this row of the session, which is read again only after a rollback."""
    db.info[Network] = row
    return row


def network_language(db: Session) -> str:
    return network(db).language


def ensure_network(db: Session, title: str, zone: str) -> bool:
    """Make the network's row unless it exists; True if it is new. `zone` is an IANA name."""
    if db.get(Network, NETWORK_ID) is not None:
        return False
    db.add(Network(id=NETWORK_ID, title=title, zone=zone, loaded_at=None))
    return True


def set_bot_links(db: Session, username: str, link_base: str, share_link: str) -> None:
    """Store the bot's username and the addresses its links are made of; all empty while it has no username."""
    row = network(db)
    row.bot_username, row.link_base, row.share_link = username, link_base, share_link


def mark_listed_admins(db: Session, messenger: str, admin_ids: frozenset[int]) -> None:
    """Make known accounts admins exactly if the settings list them; new accounts are compared when they first write."""
    for account in db.scalars(select(Account).where(Account.messenger == messenger)):
        account.listed_admin = account.external_id in admin_ids
