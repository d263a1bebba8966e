"""What the engine keeps: cases and their steps, numbers, assignments, papers, notes, links, calendar."""

from yangguang.cases.models.archive import ArchivePackage, Retention, RetentionDecision
from yangguang.cases.models.assignment import Assignment, AssignmentKind, AssignmentState
from yangguang.cases.models.attachment import Attachment, AttachmentKind, ScanState
from yangguang.cases.models.calendar import CalendarDay, CalendarYear
from yangguang.cases.models.case import Case, ClockState, DueChange
from yangguang.cases.models.mail import MailState, OutgoingMail
from yangguang.cases.models.note import CaseLink, LinkKind, Note
from yangguang.cases.models.notice import Notice, NoticeKind, SavedFilter
from yangguang.cases.models.numbering import NumberSeries
from yangguang.cases.models.redaction import Redaction, RedactionMark, RedactionState
from yangguang.cases.models.sealing_key import SealingKey
from yangguang.cases.models.slip import IntakeSlip
from yangguang.cases.models.step import CaseStep

__all__ = [
    "ArchivePackage",
    "Assignment",
    "AssignmentKind",
    "AssignmentState",
    "Attachment",
    "AttachmentKind",
    "CalendarDay",
    "CalendarYear",
    "Case",
    "CaseLink",
    "CaseStep",
    "ClockState",
    "DueChange",
    "IntakeSlip",
    "LinkKind",
    "MailState",
    "Note",
    "Notice",
    "NoticeKind",
    "NumberSeries",
    "OutgoingMail",
    "Redaction",
    "RedactionMark",
    "RedactionState",
    "Retention",
    "RetentionDecision",
    "SavedFilter",
    "ScanState",
    "SealingKey",
]
