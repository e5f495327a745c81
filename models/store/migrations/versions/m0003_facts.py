"""What figures are made of. The projections are made again after this step, which fills it."""

from models.store.migrations import statements

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    statements.run(__file__)
