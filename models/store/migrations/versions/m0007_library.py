"""What the library of reviews searches, and who read them. The projections are made again after
this step, which fills them."""

from models.store.migrations import statements

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    statements.run(__file__)
