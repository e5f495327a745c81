"""An index of the key moments of a timeline."""

from models.store.migrations import statements

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    statements.run(__file__)
