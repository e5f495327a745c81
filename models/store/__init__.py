"""Operations and their projections in SQLite."""
