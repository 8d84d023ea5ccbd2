"""Network and people."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "network",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("programme", sa.String(length=500), nullable=False),
        sa.Column("coordinator_id", sa.Integer(), nullable=True),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("quiet_from", sa.Time(), nullable=False),
        sa.Column("quiet_to", sa.Time(), nullable=False),
        sa.Column("certificate_pattern", sa.String(length=64), nullable=False),
        sa.Column("point_rules", sa.JSON(), nullable=False),
        sa.Column("point_policy", sa.JSON(), nullable=False),
        sa.Column("points_per_token", sa.Integer(), nullable=False),
        sa.Column("token_title", sa.String(length=64), nullable=False),
        sa.Column("reminder_rules", sa.JSON(), nullable=False),
        sa.Column("bot_username", sa.String(length=64), nullable=True),
        sa.Column("loaded_sha256", sa.String(length=64), nullable=True),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["coordinator_id"], ["organization.id"], name=op.f("fk_network_coordinator_id_organization"), use_alter=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network")),
    )
    op.create_table(
        "organization",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=True),
        sa.Column("short", sa.String(length=120), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("locality", sa.String(length=120), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("teachers", sa.Integer(), nullable=True),
        sa.Column("counts_in_share", sa.Boolean(), nullable=False),
        sa.Column("signer_post", sa.String(length=200), nullable=False),
        sa.Column("signer_name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization")),
        sa.UniqueConstraint("code", name=op.f("uq_organization_code")),
    )
    op.create_table(
        "subproject",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("leader_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["leader_id"], ["teacher.id"], name=op.f("fk_subproject_leader_id_teacher"), use_alter=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subproject")),
        sa.UniqueConstraint("code", name=op.f("uq_subproject_code")),
    )
    op.create_table(
        "virtual_clock",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offset_seconds", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_virtual_clock")),
    )
    op.create_table(
        "org_status",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("ground", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_org_status_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_org_status")),
    )
    op.create_index(op.f("ix_org_status_organization_id"), "org_status", ["organization_id"], unique=False)
    op.create_table(
        "teacher",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=True),
        sa.Column("surname", sa.String(length=100), nullable=False),
        sa.Column("given_name", sa.String(length=100), nullable=False),
        sa.Column("patronymic", sa.String(length=100), nullable=False),
        sa.Column("name_key", sa.String(length=300), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("post", sa.String(length=32), nullable=False),
        sa.Column("post_title", sa.String(length=200), nullable=False),
        sa.Column("subjects", sa.JSON(), nullable=False),
        sa.Column("self_registered", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_teacher_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teacher")),
        sa.UniqueConstraint("code", name=op.f("uq_teacher_code")),
    )
    op.create_index("ix_teacher_name_key", "teacher", ["name_key"], unique=False)
    op.create_index(op.f("ix_teacher_organization_id"), "teacher", ["organization_id"], unique=False)
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("external_id", sa.BigInteger(), nullable=False),
        sa.Column("teacher_id", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("listed_admin", sa.Boolean(), nullable=False),
        sa.Column("consent_version", sa.String(length=16), nullable=True),
        sa.Column("blocked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("live_message_id", sa.BigInteger(), nullable=True),
        sa.Column("newest_message_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["teacher_id"], ["teacher.id"], name=op.f("fk_account_teacher_id_teacher")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("platform", "external_id", name=op.f("uq_account_platform_external_id")),
    )
    op.create_index(op.f("ix_account_teacher_id"), "account", ["teacher_id"], unique=False)
    op.create_table(
        "organization_claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("teacher_id", sa.Integer(), nullable=False),
        sa.Column("typed", sa.String(length=300), nullable=False),
        sa.Column("resolved_organization_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by_id"],
            ["account.id"],
            name=op.f("fk_organization_claim_answered_by_id_account"),
            use_alter=True,
        ),
        sa.ForeignKeyConstraint(
            ["resolved_organization_id"],
            ["organization.id"],
            name=op.f("fk_organization_claim_resolved_organization_id_organization"),
        ),
        sa.ForeignKeyConstraint(["teacher_id"], ["teacher.id"], name=op.f("fk_organization_claim_teacher_id_teacher")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization_claim")),
    )
    op.create_index(op.f("ix_organization_claim_teacher_id"), "organization_claim", ["teacher_id"], unique=False)
    op.create_table(
        "role_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("teacher_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["teacher_id"], ["teacher.id"], name=op.f("fk_role_grant_teacher_id_teacher")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
        sa.UniqueConstraint("teacher_id", "role", name=op.f("uq_role_grant_teacher_id_role")),
    )
    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=16), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_consent_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index(op.f("ix_consent_account_id"), "consent", ["account_id"], unique=False)
    op.create_table(
        "identity_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("newcomer_id", sa.Integer(), nullable=False),
        sa.Column("known_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["account.id"], name=op.f("fk_identity_question_answered_by_id_account")
        ),
        sa.ForeignKeyConstraint(["known_id"], ["teacher.id"], name=op.f("fk_identity_question_known_id_teacher")),
        sa.ForeignKeyConstraint(["newcomer_id"], ["teacher.id"], name=op.f("fk_identity_question_newcomer_id_teacher")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_question")),
    )
    op.create_table(
        "invite",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=True),
        sa.Column("teacher_id", sa.Integer(), nullable=True),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_by_id", sa.Integer(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_invite_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["teacher_id"], ["teacher.id"], name=op.f("fk_invite_teacher_id_teacher")),
        sa.ForeignKeyConstraint(["used_by_id"], ["account.id"], name=op.f("fk_invite_used_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invite")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_invite_token_sha256")),
    )
    if op.get_bind().dialect.name != "sqlite":  # tables that point at each other; SQLite has it in the tables
        op.create_foreign_key(
            op.f("fk_network_coordinator_id_organization"), "network", "organization", ["coordinator_id"], ["id"]
        )
        op.create_foreign_key(
            op.f("fk_organization_claim_answered_by_id_account"),
            "organization_claim",
            "account",
            ["answered_by_id"],
            ["id"],
        )
        op.create_foreign_key(op.f("fk_subproject_leader_id_teacher"), "subproject", "teacher", ["leader_id"], ["id"])


def downgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":  # tables that point at each other; SQLite has it in the tables
        op.drop_constraint(op.f("fk_network_coordinator_id_organization"), "network", type_="foreignkey")
        op.drop_constraint(
            op.f("fk_organization_claim_answered_by_id_account"), "organization_claim", type_="foreignkey"
        )
        op.drop_constraint(op.f("fk_subproject_leader_id_teacher"), "subproject", type_="foreignkey")
    op.drop_table("invite")
    op.drop_table("identity_question")
    op.drop_index(op.f("ix_consent_account_id"), table_name="consent")
    op.drop_table("consent")
    op.drop_table("role_grant")
    op.drop_index(op.f("ix_organization_claim_teacher_id"), table_name="organization_claim")
    op.drop_table("organization_claim")
    op.drop_index(op.f("ix_account_teacher_id"), table_name="account")
    op.drop_table("account")
    op.drop_index(op.f("ix_teacher_organization_id"), table_name="teacher")
    op.drop_index("ix_teacher_name_key", table_name="teacher")
    op.drop_table("teacher")
    op.drop_index(op.f("ix_org_status_organization_id"), table_name="org_status")
    op.drop_table("org_status")
    op.drop_table("virtual_clock")
    op.drop_table("subproject")
    op.drop_table("organization")
    op.drop_table("network")
