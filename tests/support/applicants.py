"""Who asks in the tests: a person and a firm, with the sample numbers of the standards."""

from __future__ import annotations

GOOD = {
    "applicant_kind": "natural_person",
    "name": "王小明",
    "identity_kind": "id_card",
    "identity_number": "11010519491231002X",  # the sample of GB 11643
    "phone": "13800005678",
    "info_description": "云溪路 2023 年改造工程的预算",
    "delivery_form": "electronic",
    "delivery_channel": "online",
}
FIRM = GOOD | {
    "applicant_kind": "business",
    "name": "云溪某某有限公司",
    "representative": "李四",
    "contact_person": "张三",
    "identity_kind": "uscc",
    "identity_number": "91350100M000100Y43",  # the sample of GB 32100
}
