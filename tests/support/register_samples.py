"""Entries of the registers, as a clerk would type them."""

from __future__ import annotations

SAMPLES: dict[str, dict[str, str]] = {
    "documents": {
        "kind": "行政规范性文件",
        "title": "关于规范信访事项受理的通知",
        "number": "云信规〔2024〕1号",
        "issued_on": "2024-03-18",
        "published_on": "2024-03-20",
        "is_lead": "是",
    },
    "items": {"kind": "行政许可", "name": "民办学校设立审批", "code": "0001", "valid_from": "2018-01-01"},
    "decisions": {"kind": "行政处罚", "decided_on": "2024-05", "item": "超范围办学", "quantity": "12"},
    "charges": {"item": "考试费", "charged_on": "2024-05-17", "amount": "260.05", "reference": "00012345"},
    "procurement": {
        "project": "办公电脑",
        "bought_on": "2020-05-17",
        "amount": "137400",
        "reference": "YX-1",
    },
}
"""One entry of each register."""
