"""The relations of a form, row by row and column by column: which cells each of them speaks of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from yangguang.annualreport.formats.base import Compare, Format, Over, Relation, Table

Number = int | Decimal


class Terms(NamedTuple):
    """One side of a relation: the addresses that are added and those that are taken away."""

    plus: tuple[str, ...]
    minus: tuple[str, ...]

    def sign(self, path: str) -> int:
        """By how much the side grows when the cell grows by one."""
        return self.plus.count(path) - self.minus.count(path)


@dataclass(frozen=True, slots=True)
class Instance:
    """A relation for one row or column, with the addresses of both sides."""

    relation: Relation
    table: Table
    index: str
    at: str
    left: Terms
    right: Terms
    paths: frozenset[str]

    def coefficient(self, path: str) -> int:
        """By how much left minus right grows when the cell grows by one."""
        return self.left.sign(path) - self.right.sign(path)


def instances(relation: Relation, table: Table) -> Iterator[Instance]:
    """The relation for each row or column that it is repeated over."""
    by_row = relation.over is Over.EACH_ROW
    for index in relation.only or (table.row_ids if by_row else table.column_ids):
        stem = f"{table.path}.{index}." if by_row else f"{table.path}."
        tail = "" if by_row else f".{index}"
        left, right = _terms(relation.left, stem, tail), _terms(relation.right, stem, tail)
        paths = frozenset((*left.plus, *left.minus, *right.plus, *right.minus))
        yield Instance(relation, table, index, f"{stem}{relation.at}{tail}", left, right, paths)


def _terms(ids: tuple[str, ...], stem: str, tail: str) -> Terms:
    return Terms(
        tuple(f"{stem}{term}{tail}" for term in ids if term[0] != "-"),
        tuple(f"{stem}{term[1:]}{tail}" for term in ids if term[0] == "-"),
    )


Plan = tuple[tuple[Relation, tuple[Instance, ...]], ...]


@lru_cache(maxsize=8)
def plan(form: Format) -> Plan:
    """All relations of a form with their instances."""
    return tuple((each, tuple(instances(each, form.table(each.table)))) for each in form.relations)


def is_total(relation: Relation) -> bool:
    """Whether the relation says "these parts make this total"."""
    return relation.compare is Compare.EQUAL and relation.right == (relation.at,)
