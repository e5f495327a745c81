"""What the descriptions of tables share: the names of constraints, and two kinds of column."""

from sqlalchemy import BigInteger, Column, MetaData, Text

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def text_column(name: str, default: str | None = "") -> Column[str]:
    return Column(name, Text, nullable=default is None, server_default=default)


def ms_column(name: str) -> Column[int]:
    """Milliseconds since the Unix epoch, UTC; null is not known."""
    return Column(name, BigInteger, nullable=True)
