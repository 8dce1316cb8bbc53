"""Questions and quizzes that are written in the browser: banks, documents, their versions, drafts and tags."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "documents"
down_revision: str | None = "operations"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "bank",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offering_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(name) >= 1", name=op.f("ck_bank_name")),
        sa.ForeignKeyConstraint(
            ["offering_id"], ["offering.id"], name=op.f("fk_bank_offering_id_offering"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank")),
        sa.UniqueConstraint("offering_id", "name", name=op.f("uq_bank_offering_id_name")),
    )
    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offering_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("question", "quiz", name="kind", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column("slug", sa.String(length=64), nullable=False),
        sa.Column("bank_id", sa.Integer(), nullable=True),
        sa.Column("title_en", sa.String(length=300), server_default="", nullable=False),
        sa.Column("title_zh", sa.String(length=300), server_default="", nullable=False),
        sa.Column("type", sa.String(length=20), server_default="", nullable=False),
        sa.Column("newest", sa.Integer(), server_default="0", nullable=False),
        sa.Column("published", sa.Integer(), nullable=True),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("published >= 1 AND published <= newest", name=op.f("ck_document_published_is_a_version")),
        sa.ForeignKeyConstraint(["bank_id"], ["bank.id"], name=op.f("fk_document_bank_id_bank"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["offering_id"], ["offering.id"], name=op.f("fk_document_offering_id_offering"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("offering_id", "kind", "slug", name=op.f("uq_document_offering_id_kind_slug")),
    )
    op.create_index(op.f("ix_document_bank_id"), "document", ["bank_id"])
    op.create_index("ix_document_newest", "document", ["offering_id", "kind", "changed"])
    op.create_table(
        "document_draft",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("based_on", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("saved", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_document_draft_account_id_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_draft_document_id_document"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document_id", "account_id", name=op.f("pk_document_draft")),
    )
    op.create_index(op.f("ix_document_draft_account_id"), "document_draft", ["account_id"])
    op.create_table(
        "document_tag",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("tag", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_tag_document_id_document"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document_id", "tag", name=op.f("pk_document_tag")),
    )
    op.create_index(op.f("ix_document_tag_tag"), "document_tag", ["tag"])
    op.create_table(
        "document_version",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), server_default="", nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("restored_from", sa.Integer(), nullable=True),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_document_version_number")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_document_version_account_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_version_document_id_document"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document_id", "number", name=op.f("pk_document_version")),
    )
    op.create_index(op.f("ix_document_version_content_hash"), "document_version", ["content_hash"])


def downgrade() -> None:
    op.drop_table("document_version")
    op.drop_table("document_tag")
    op.drop_table("document_draft")
    op.drop_table("document")
    op.drop_table("bank")
