"""The registers of the house, one module each."""

from __future__ import annotations

from yangguang.registers.declared import charges, decisions, documents, items, purchases
from yangguang.registers.declaring import Register

REGISTERS: tuple[Register, ...] = (
    documents.REGISTER,
    items.REGISTER,
    decisions.REGISTER,
    charges.REGISTER,
    purchases.REGISTER,
)
BY_ID = {register.id: register for register in REGISTERS}
BY_MODEL = {register.model: register for register in REGISTERS}

__all__ = ["BY_ID", "BY_MODEL", "REGISTERS"]
