"""Reviews and their actions. The projections are made again after this step, which fills them."""

from models.store.migrations import statements

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    statements.run(__file__)
