"""The Parquet form of a record: the structs of the contract as nested columns, name for name."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import pyarrow as pa
from msgspec import inspect

from tocsin.records import Record

_PLAIN: Final[dict[type[inspect.Type], Any]] = {
    inspect.StrType: pa.string(),
    inspect.LiteralType: pa.string(),
    inspect.IntType: pa.int64(),
    inspect.FloatType: pa.float64(),
    inspect.BoolType: pa.bool_(),
}


@cache
def schema() -> pa.Schema:
    """A row a record: what `tocsin read --format jsonl` prints, in columns."""
    return pa.schema(_fields(inspect.type_info(Record)))


def _fields(info: inspect.Type) -> list[pa.Field]:
    assert isinstance(info, inspect.StructType)
    return [_field(field.encode_name, field.type) for field in info.fields]


def _field(name: str, info: inspect.Type) -> pa.Field:
    if not isinstance(info, inspect.UnionType):
        return pa.field(name, _type(info), nullable=False)
    (only,) = (each for each in info.types if not isinstance(each, inspect.NoneType))
    return pa.field(name, _type(only), nullable=True)


def _type(info: inspect.Type) -> pa.DataType:
    if isinstance(info, inspect.StructType):
        return pa.struct(_fields(info))
    if isinstance(info, inspect.VarTupleType):
        return pa.list_(pa.field("element", _type(info.item_type), nullable=False))
    return _PLAIN[type(info)]
