def test_the_nightly_sweepers_are_registered(db):
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from yangguang.web import schedule

    begun = schedule.begin_due(datetime(2026, 11, 27, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai")))
    assert {"alerts", "sweep", "drafts"} <= set(begun)
    assert schedule.begin_due(datetime(2026, 11, 27, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))) == []
