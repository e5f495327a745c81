"""What this desktop has to deliver. The projections are made again for the updates in them."""

from models.store.migrations import statements

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    statements.run(__file__)
