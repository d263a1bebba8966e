"""Everything that may be done with annual reports: one function per act, each in one transaction.

A refused act raises :class:`~yangguang.reports.refused.Refused` with a sentence, and nothing has
changed. Every act asks for the person's role and leaves an entry in the ledger.
"""

from __future__ import annotations

from yangguang.reports.actions.agencies import create_agency
from yangguang.reports.actions.computing import compute_report
from yangguang.reports.actions.handing_in import hand_in, return_hand_in
from yangguang.reports.actions.publishing import (
    delete_draft,
    open_corrected_edition,
    publish,
    review,
    send_back,
    withdraw,
)
from yangguang.reports.actions.receiving import (
    decide_item,
    discard_item,
    file_all,
    file_item,
    import_file,
    open_batch,
    receive_files,
    resume_batch,
)
from yangguang.reports.actions.rereading import ask_reread, reread
from yangguang.reports.actions.rolling_up import left_out_names, missing_names, name_missing, roll_up
from yangguang.reports.actions.settling import (
    accept_cell,
    accept_unsure,
    correct_cell,
    give_verdict,
    revoke_verdict,
    undo_cell,
)
from yangguang.reports.actions.supervising import Reminded, remind, set_season
from yangguang.reports.actions.wording import PARTS, restore_part, write_part
from yangguang.reports.refused import Conflict, NotAllowed, Refused

__all__ = [
    "PARTS",
    "Conflict",
    "NotAllowed",
    "Refused",
    "Reminded",
    "accept_cell",
    "accept_unsure",
    "ask_reread",
    "compute_report",
    "correct_cell",
    "create_agency",
    "decide_item",
    "delete_draft",
    "discard_item",
    "file_all",
    "file_item",
    "give_verdict",
    "hand_in",
    "import_file",
    "left_out_names",
    "missing_names",
    "name_missing",
    "open_batch",
    "open_corrected_edition",
    "publish",
    "receive_files",
    "remind",
    "reread",
    "restore_part",
    "resume_batch",
    "return_hand_in",
    "review",
    "revoke_verdict",
    "roll_up",
    "send_back",
    "set_season",
    "undo_cell",
    "withdraw",
    "write_part",
]
