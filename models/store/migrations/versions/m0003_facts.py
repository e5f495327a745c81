"""What figures are made of. The projections are made again after this step, which fills it."""

from pathlib import Path

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    text = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    for statement in text.split(";\n"):
        if statement.strip():
            op.get_bind().exec_driver_sql(statement)
