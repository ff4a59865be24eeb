"""The base of every model: constraint names, random keys, and the mixin of sealed rows."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID, uuid4

from sqlalchemy import JSON, ForeignKey, LargeBinary, MetaData, Uuid
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.db import sealing

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """A row."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        dict[str, Any]: JSON,
        list[Any]: JSON,
        UUID: Uuid,
    }


class Keyed:
    """A row with a random key, known from the moment it is made.

    Never sequential and never ordered by time: order would betray who answered when (R-27).
    """

    id: Mapped[UUID] = mapped_column(primary_key=True)

    def __init__(self, **columns: Any) -> None:
        columns.setdefault("id", uuid4())
        super().__init__(**columns)


class Sealed(Keyed):
    """A row that owns sealed text, under a data key of its own."""

    __tablename__: str
    data_key: Mapped[bytes] = mapped_column(LargeBinary)

    def __init__(self, **columns: Any) -> None:
        super().__init__(**columns)
        if "data_key" not in columns:
            self.data_key = sealing.new_data_key(self.__tablename__, self.id)


def reference(
    target: str, *, ondelete: str, nullable: bool = False, **options: Any
) -> Mapped[Any]:
    """Return an indexed foreign key column that says what happens when its target goes."""
    options.setdefault("index", True)
    return mapped_column(ForeignKey(target, ondelete=ondelete), nullable=nullable, **options)
