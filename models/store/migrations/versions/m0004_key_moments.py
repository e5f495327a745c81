"""An index of the key moments of a timeline."""

from pathlib import Path

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    text = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    for statement in text.split(";\n"):
        if statement.strip():
            op.get_bind().exec_driver_sql(statement)
