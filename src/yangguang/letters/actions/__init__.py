"""What can be done with letters: one function per act, one transaction, one ledger entry.

Each refuses with :class:`~yangguang.cases.refused.Refused`; then nothing has changed.
"""

from yangguang.letters.actions.delivering import conclude_delivery, note_fetched, record_delivery
from yangguang.letters.actions.drafting import edit, prepare, prepare_paper, void
from yangguang.letters.actions.issuing import issue
from yangguang.letters.actions.reviewing import approve, send_back, submit
from yangguang.letters.actions.setting_up import (
    reset_template,
    save_template,
    set_chain,
    set_layout,
    set_office,
    set_seal,
)

__all__ = [
    "approve",
    "conclude_delivery",
    "edit",
    "issue",
    "note_fetched",
    "prepare",
    "prepare_paper",
    "record_delivery",
    "reset_template",
    "save_template",
    "send_back",
    "set_chain",
    "set_layout",
    "set_office",
    "set_seal",
    "submit",
    "void",
]
