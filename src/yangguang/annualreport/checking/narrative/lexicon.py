"""The words that give a number in an annual report its meaning.

Declared as spellings: ``[政府]信息公开[的]申请`` has optional parts in brackets, ``(件|事项)`` a choice.
Spellings are written out into plain words at import, so that one search over a sentence finds all of
them; of two words that begin at the same sign the longer wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from itertools import product


class Sort(StrEnum):
    """What a word does in a sentence."""

    REQUEST = "request"  # the disclosure request by its full name
    BARE_REQUEST = "bare_request"  # 申请 alone: a disclosure request only where one is spoken of
    RECEIVED = "received"
    NEW = "new"
    HANDLED = "handled"
    ANSWERED = "answered"
    CARRIED_IN = "carried_in"
    CARRIED_OUT = "carried_out"
    KIND = "kind"  # a kind of answer; value: ids of its group or row
    APPLICANT = "applicant"  # value: ids of columns
    CARRIED = "carried"  # 结转 alone: the year beside it tells the direction
    ANYBODY = "anybody"  # 公民、法人和其他组织: everybody, no kind of applicant
    REVIEW = "review"
    SUIT = "suit"
    DIRECT = "direct"
    AFTER = "after"
    CASES = "cases"
    OUTCOME = "outcome"  # value: column of the remedies table
    CONCLUDED = "concluded"
    DOCUMENTS = "documents"
    RULES = "rules"
    LICENSING = "licensing"
    PENALTY = "penalty"
    COERCION = "coercion"
    PROCUREMENT = "procurement"
    CHARGES = "charges"
    MADE = "made"
    REPEALED = "repealed"
    IN_FORCE = "in_force"
    PUBLISHED = "published"
    DECIDED = "decided"
    AMOUNT = "amount"
    ALIEN = "alien"  # another subject: hotline, letters, proposals, posts
    SUBSET = "subset"  # narrows the subject: by channel, topic, or manner
    NARROW = "narrow"  # another scope of documents: drafts, reviews, one issuer's
    CHANGE = "change"
    OTHER_TIME = "other_time"
    PART_TIME = "part_time"
    SHARE = "share"
    OF_WHICH = "of_which"
    TOTALLY = "totally"
    RESPECTIVELY = "respectively"
    ETC = "etc"
    ORG = "org"  # an office word: somebody in particular is the subject
    OWN = "own"  # the reporting body itself
    WHOLE = "whole"  # 全市, 各级: the region with everybody in it
    BASIS = "basis"  # 按照…要求: an office named here is no subject
    FILL = "fill"  # says nothing about the figure
    STOP = "stop"  # punctuation


def spell(pattern: str) -> list[str]:
    """All words of a spelling: ``[…]`` may be left out, ``(a|b)`` is one of several."""
    parts: list[tuple[str, ...]] = []
    for optional, choice, plain in re.findall(r"\[([^\]]*)\]|\(([^)]*)\)|([^\[\](]+)", pattern):
        if optional:
            parts.append(("", *optional.split("|")))
        elif choice:
            parts.append(tuple(choice.split("|")))
        else:
            parts.append((plain,))
    return ["".join(word) for word in product(*parts)]


_SPELLINGS: dict[Sort, str] = {
    Sort.REQUEST: """[政府]信息[依]公开[类]申请[件|事项|书|案件] 政府信息公开的申请 政府信息依申请公开[申请|件|事项]
        [政府信息]依申请公开[政府信息|信息][的](申请件|申请|件|事项|办件|案件|办理件|办理事项|申请事项) 依申请公开 公开申请[件|事项] 申请公开[政府信息|信息|件]
        公开(政府信息|信息)[的]申请 依申请公开类申请 信息公开办件 信息公开件 依申请(件|办件|事项)
        有关政府信息公开[事务|事项|工作|方面]的申请 [政府]信息公开方面的申请""",
    Sort.BARE_REQUEST: "申请[件|事项|总量|总数|数量|量|书|表]",
    Sort.RECEIVED: """[新]收到 接收[到] 接到 收件 受理 收悉 登记受理 接收办理 受理登记 提出 提交 受理[总](数量|件数|数|量) 收件[总](数量|数|量)""",
    Sort.NEW: "[本年|本年度|当年](新收|新增|新受理|新接收)[到]",
    Sort.HANDLED: "办理 处理 受理办理",
    Sort.ANSWERED: "[已](办结|答复|办复|回复)[完毕] 办理答复 办理完(毕|结|成) 办理并答复 作出答复 予以答复 给予答复 审核答复",
    Sort.CARRIED_IN: """(上年度|上一年度|上年|上一年|去年|往年)[的](结转|转入)[至今年|至本年|本年|而来|来|的|到本年|到今年]
        结转(上年|上年度|上一年|上一年度|去年) 结转自(上年|上年度|上一年|上一年度)""",
    Sort.CARRIED_OUT: """(结转|转入|转至|转|结转至|结转到|结转入|顺延到|顺延至|延至|转到|留待|结至|结转为|结转并)[至|到](下一年度|下一年|下年度|下年|次年|明年|来年)[度]
        (下一年度|下一年|下年度|下年|次年|明年|来年)[的](结转|结转件) [尚]未到(答复|办理|办结)[截止](期限|时限|期) 尚未到期
        尚在办理[中|之中|过程中] 正在办理[中|之中|过程中] 尚未办结 未办结 继续办理 年末未办结""",
    Sort.CARRIED: "结转[至|到|入|为] 转至 转入 顺延至 结转给 跨年[度][继续]办理",
    Sort.ANYBODY: """公民、法人(和|或|或者|及|以及|与|、)其(他|它)[社会]组织 自然人、法人(和|或|或者|及|以及|与|、)其(他|它)[社会]组织
        公民、法人(和|及|与|以及)社会组织 公民(和|或|及|与)法人 公民、法人 (群众|市民|公众)[主动](要求|申请|提出)[的]""",
    Sort.REVIEW: "[被申请|被提起|被提出][行政]复议[类][案件|申请|案|件] 被复议[案件]",
    Sort.SUIT: "[被提起|被诉|被][行政]诉讼[类][案件|案|件] [行政]应诉[案件|案] 被诉案件 [行政]起诉[案件]",
    Sort.DIRECT: "未经复议[而]直接[向法院|向人民法院](起诉|提起行政诉讼|提起诉讼)[的|案件] 直接[提起](起诉|行政诉讼|诉讼)[的|案件]",
    Sort.AFTER: "[经]复议后[再|又][提起|提出](起诉|行政诉讼|诉讼)[的|案件]",
    Sort.CASES: "[相关|此类|该类|上述|涉诉|两类]案件 复议诉讼[案件] 复议(和|、|及|与|以及)诉讼[案件] 复议应诉[案件]",
    Sort.CONCLUDED: "审结 已审结 已(结案|办结) 结案",
    Sort.DOCUMENTS: "[行政]规范性文件",
    Sort.RULES: "[政府]规章",
    Sort.LICENSING: "行政许可[决定|事项|决定书|案件] 行政许可[处理](决定|决定数量|决定数)",
    Sort.PENALTY: "行政处罚[决定|案件|决定书|事项] 行政处罚[处理](决定|决定数量|决定数)",
    Sort.COERCION: "行政强制[措施|决定|执行|事项|案件] 行政强制[处理](决定|决定数量|决定数)",
    Sort.PROCUREMENT: "[政府][集中]采购[项目]",
    Sort.CHARGES: "行政事业性收费[金额|总额|总金额|收入]",
    Sort.MADE: "[新|本年|本年度](制发|制定|印发|出台|制作|新制作|发文|制订) 制定(出台|印发|发布) 制发(印发|出台)",
    Sort.REPEALED: "[宣布|公布|决定](废止|失效) 废止(和|及|、)[宣布]失效 宣布(废止|失效)",
    Sort.IN_FORCE: "现行有效[的] 继续有效[的] 现行 有效",
    Sort.PUBLISHED: "[主动|新|集中|对外](公开|发布|公布)",
    Sort.DECIDED: "(作出|做出|实施|下达|核发)[各类]",
    Sort.AMOUNT: "[采购|成交|合同|总][总]金额[为|达|共|合计]",
    Sort.ALIEN: """建议 提案 热线 来信 信箱 留言 工单 信访件 信访事项 来访 来电 网民 诉求 咨询 举报 投诉 稿件 文章 公报 会议 培训 问卷
        意见 专栏 栏目 案例 解读 账号 访问 浏览 点击 阅读 粉丝 推送 微博 微信 公众号 动态 新闻 政务服务 办件 舆情 群众 市民 企业诉求 提示 咨询件
        [行政]许可申请 登记申请 救助申请 补助申请 资助申请 补贴申请 职称申请 信用修复申请 撤销申请 变更申请 注销申请 赔偿申请
        (予以|不予|部分|主动)公开[的](文件|信息|材料|公文|内容) [行政]复议答复[书] 答复书 告知书 补正通知[书]
        仲裁 公文 线索 事项 议案 答记者问 信息发布 规章制度 政策文件 政府文件 公告 公示 双公示 标准 目录 清单 指南 信用 人次 纠纷 矛盾 民事 刑事 执行案件""",
    Sort.SUBSET: """不予受理 予以受理 不受理 实际[办理|答复|办结] 一审 二审 再审 公开答复 公开类 当面 邮寄 信函 信件 邮件 电子邮件 传真 网络 网上 线上 线下 网站 平台 窗口 现场 电话 口头 书面 渠道 微信端 补正 撤回 撤销申请 延期 延长 逾期 超期
        当场 提前 当日 转办 转送 移送 移交 疑难 复杂 涉及 关于 有关 针对 方面的 领域 不存在 个人隐私 商业秘密 非本机关 不属于本机关 不属于本级 告知 同一 重复提交 批量 集中于 败诉
        胜诉 驳回 终止 调解 和解 化解 出庭 首次 再次 抽查 评查 模拟 案卷评查 征求第三方 同一申请人 企业(提出|申请|提交) 指导 督促 协助 转来 转交 交办 减免 免收 退还 清退 违规 平均 人均 每件 每月 日均 月均 单件 主动公开范围 已主动公开 已公开""",
    Sort.NARROW: """审定 审议 审查 审核 备案 报备 报送 梳理 收集 汇总 登记 起草 清理 评估 修改 修订 拟 建议 征求 刊登 刊发 编发 转发 上级 解读 汇编 部门规范性文件 乡镇规范性文件 党内规范性文件 统一登记 合法性
        政府规范性文件 办公室规范性文件 办规范性文件 名义 牵头 重要 重大 涉企 标识 属性 收录 入库 库 编号 意见 信息 公示 双公示 目录 清单 事项 案例 案卷 培训 公告 各类文件 政策""",
    Sort.CHANGE: """增长 增加 上升 提高 提升 增幅 多于 高于 下降 减少 降低 回落 下滑 降幅 减幅 少于 低于 同比 环比 相比 比上年 比去年 比上一年 较上年 较去年 较上一年
        比 较 与上年 与去年 与上一年 持平 翻番""",
    Sort.OTHER_TIME: "上年[度] 上一年[度] 去年 前年 往年 历年 近年[来] 年来 历史 以来 同期 十三五 十四五 十二五 明年 下年[度] 下一年[度] 次年 下一步 今后 将",
    Sort.PART_TIME: "上半年 下半年 季度 月份 每月 每季 月底 当月 截至目前 目前 本月 一季度 前三季度 试点 期间",
    Sort.SHARE: "占比[为|达|约] [约]占[比|到|了|申请|总数|总量|总|全部|全年|办结|受理|收到|答复|办理|结果|的|件|数|量]",
    Sort.OF_WHICH: "其中 内含 包括 包含 含",
    Sort.TOTALLY: "共[计|有] 总[计|共|数|量] 合计 累计 一共 总量 总数 各类 全部",
    Sort.RESPECTIVELY: "分别[为|是|有|占|达]",
    Sort.ETC: "等",
    Sort.ORG: "局 委员会 厅 办公厅 办公室 街道 乡镇 乡政府 镇政府 本级 分局 部门 单位 法院 支队 大队 公司 开发区 镇 乡 系统 (人大|政协|政府|县委|市委|区委|公开|督查)办 学校 社区 医院",
    Sort.OWN: "我局 我委 我厅 我办 我单位 我部 我区 我县 我市 我省 我镇 我乡 我旗 我州 我院 我中心 本局 本委 本厅 本机关 本单位 本部门 本办 全局 全委 全厅 全办 本行政机关 针对(本局|本委|本厅|本机关|本单位|本部门|我局|我单位)",
    Sort.WHOLE: "全(市|区|县|省|州|旗|盟|镇|乡|自治区)[各级|各|各有关|范围内][行政机关|机关|政府部门|部门|单位] 各级(行政机关|政府|政府部门|部门) 各部门[各单位] 各有关单位",
    Sort.BASIS: "按照 根据 依据 贯彻 落实 要求 部署 精神 安排 文件规定 指导下 会同 配合 联合 协调 提请 函询 征求意见",
    Sort.FILL: """(各种|各类|多种|各|不同|各个)(渠道|方式|途径) 全年 本年[度] 本报告期[内] 报告期内 年内 已 均 并 的 了 是 为 有 也 由 因 于 向 在 以 对 和 及 与 以及 或 另 另有 还 从 按 依 依法 按时 按期 如期 及时 全部 按规定 依规
        在法定期限内 [在](法定|规定|法定办理|规定办理|办理|答复|法定答复)(期限|时限|时间)内 期限 时限 内 当年 按规定程序 依法依规 继续 [政府]信息公开方面的 进行 完成 规范 妥善 认真 情况 结果 原因 情形 来看 看 类 方式 引发 引起 提起 产生 发生 被 政府信息[公开] 信息公开 公开 政务公开
        公众 社会 各 数量 数 量 件数 答复结果 办理结果 决定 的申请 中 达 到 至 今年[以来] 年度 相关 政府 行政机关 我们 者""",
}

_STOPS = "，,；;：:、（）()。！？\n“”"

_KINDS: dict[str, tuple[str, ...]] = {
    "granted": (
        "[全部|同意|给予|准予](予以公开)",
        "全部公开",
        "同意公开",
        "准予公开",
        "依申请予以公开",
        "予以公开答复",
    ),
    "partially_granted": ("[予以]部分公开", "部分予以公开", "部分同意公开", "部分公开答复"),
    "denied": ("[依法|决定](不予公开)", "不同意公开", "不予公开的", "不予公开答复"),
    "denied_state_secret": ("[属于|涉及]国家秘密",),
    "denied_law_prohibited": ("[其他|属于]法律[、]行政法规禁止公开",),
    "denied_security_stability": ("[危及]“三安全一稳定”", "[危及]三安全一稳定"),
    "denied_third_party": ("[保护|涉及]第三方合法权益", "[保护]第三方权益"),
    "denied_internal_affairs": ("[属于][三类]内部事务信息", "[属于]三类内部事务"),
    "denied_process_info": ("[属于][四类]过程性信息", "[属于]四类过程性"),
    "denied_enforcement_file": ("[属于]行政执法案卷[信息]", "[属于]执法案卷[信息]"),
    "denied_admin_inquiry": ("[属于]行政查询[事项]", "信访事项查询", "信访查询", "[属于]查询事项"),
    "unavailable": ("[依法|属于]无法提供", "无法提供的"),
    "unavailable_not_held": ("[本机关|本单位|本局]不掌握[相关][政府信息|信息|情况]", "本机关不掌握"),
    "unavailable_needs_creation": (
        "[没有现成信息]需要另行制作",
        "没有现成信息[、]需另行制作",
        "[需]另行制作",
        "没有现成信息",
    ),
    "unavailable_unclear": ("补正后[申请内容]仍不明确", "[申请内容]仍不明确"),
    "not_processed": ("[依法|决定]不予处理", "不予处理的"),
    "not_processed_petition": (
        "信访[、]举报[、]投诉类[申请]",
        "信访[、]投诉[、]举报类[申请]",
        "信访投诉举报类",
        "信访类[申请]",
    ),
    "not_processed_repeat": ("重复申请[的]",),
    "not_processed_publication": ("[要求]提供公开出版物",),
    "not_processed_excessive": ("[无正当理由]大量[、]反复申请",),
    "not_processed_reconfirm": ("[要求][行政机关]确认或[者]重新出具[已获取信息]",),
    "other": ("其他处理[情形|情况|的]", "作其他处理", "其它处理"),
    "other_no_correction": ("[申请人][无正当理由]逾期不补正", "逾期未补正"),
    "other_fee_unpaid": ("[申请人]逾期未[按收费通知要求]缴(费|纳费用)", "逾期不缴费"),
}

_APPLICANTS: dict[tuple[str, ...], tuple[str, ...]] = {
    ("natural_person",): ("自然人[申请|提出|提交]", "公民[个人][申请]", "个人申请"),
    ("business", "research", "public_welfare", "legal_service", "other_org"): (
        "法人(或|和|及|、|与|或者|以及)其(他|它)组织[申请|提出]",
        "法人[组织][申请]",
        "法人及组织",
        "法人单位[申请]",
    ),
    ("business",): ("商业企业[申请]",),
    ("research",): ("科研机构[申请]",),
    ("public_welfare",): ("社会公益组织[申请]",),
    ("legal_service",): ("法律服务机构[申请]",),
}

_OUTCOMES: dict[str, tuple[str, ...]] = {
    "upheld": ("[结果|被|获|予以|判决]维持[原行政行为|原决定|原判]",),
    "corrected": ("[结果|被|予以]纠正",),
    "other": ("其(他|它)结果",),
    "pending": ("[尚|仍]未审结", "正在审理[中]", "尚在审理[中]", "[仍在]审理中", "未结案"),
}


Meaning = tuple[Sort, tuple[str, ...]]


def _words() -> dict[str, Meaning]:
    """Every word with its sort and value; a word that was declared earlier keeps its meaning."""
    words: dict[str, Meaning] = dict.fromkeys(_STOPS, (Sort.STOP, ()))
    specific: list[tuple[Sort, dict[tuple[str, ...], tuple[str, ...]]]] = [
        (Sort.KIND, {(kind,): spellings for kind, spellings in _KINDS.items()}),
        (Sort.APPLICANT, _APPLICANTS),
        (Sort.OUTCOME, {(outcome,): spellings for outcome, spellings in _OUTCOMES.items()}),
    ]
    for sort, values in specific:
        for value, spellings in values.items():
            for spelling in spellings:
                for word in spell(spelling):
                    words.setdefault(word, (sort, value))
    for sort, text in _SPELLINGS.items():
        for spelling in text.split():
            for word in spell(spelling):
                words.setdefault(word, (sort, ()))
    return words


WORDS = _words()
"""Every word with its meaning."""


def _trie_pattern(words: Iterable[str]) -> str:
    """One pattern for all words, written as a tree of signs so that a search tries each sign once.

    Thousands of alternatives side by side would be tried one by one; measured on a sentence of 100
    signs the tree is some forty times faster.
    """
    tree: dict[str, dict] = {}  # type: ignore[type-arg]
    for word in words:
        node = tree
        for sign in word:
            node = node.setdefault(sign, {})
        node[""] = {}
    return _branches(tree)


def _branches(node: dict[str, dict]) -> str:  # type: ignore[type-arg]
    leaf = "" in node
    branches = [re.escape(sign) + _branches(child) for sign, child in sorted(node.items()) if sign]
    if not branches:
        return ""
    joined = branches[0] if len(branches) == 1 and not leaf else f"(?:{'|'.join(branches)})"
    return joined + ("?" if leaf else "")


LEXER = re.compile(_trie_pattern(WORDS))
"""The search that finds every word of :data:`WORDS`, the longest at each place."""
