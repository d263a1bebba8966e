"""The articles that explanations cite, as they are shown.

条例 is the 政府信息公开条例 (Decree 711, in force since 2019-05-15); 收费办法 the
政府信息公开信息处理费管理办法 (国办函〔2020〕109号). Petitions: 信访工作条例 (in force since 2022-05-01), before it
信访条例 (Decree 431, in force since 2005-05-01).
"""

from __future__ import annotations

from yangguang.translation import mark

REGULATION = "《中华人民共和国政府信息公开条例》"
FEE_RULES = "《政府信息公开信息处理费管理办法》"

ART_26 = mark("条例第二十六条")
ART_29 = mark("条例第二十九条")
ART_30 = mark("条例第三十条")
ART_31 = mark("条例第三十一条")
ART_31_1 = mark("条例第三十一条第（一）项")
ART_31_2 = mark("条例第三十一条第（二）项")
ART_31_3 = mark("条例第三十一条第（三）项")
ART_32 = mark("条例第三十二条")
ART_33_2 = mark("条例第三十三条第二款")
ART_33_3 = mark("条例第三十三条第三款")
ART_34 = mark("条例第三十四条")
ART_35 = mark("条例第三十五条")
ART_41 = mark("条例第四十一条")
ART_42 = mark("条例第四十二条")
FEE_4 = mark("收费办法第四条")
FEE_5 = mark("收费办法第五条")
FEE_6 = mark("收费办法第六条")

WR_22 = mark("信访工作条例第二十二条")
WR_23_2 = mark("信访工作条例第二十三条第二款")
WR_23_3 = mark("信访工作条例第二十三条第三款")
WR_34 = mark("信访工作条例第三十四条")
WR_35 = mark("信访工作条例第三十五条")
WR_36 = mark("信访工作条例第三十六条")
PR_21 = mark("信访条例第二十一条")
PR_22 = mark("信访条例第二十二条")
PR_33 = mark("信访条例第三十三条")
PR_34 = mark("信访条例第三十四条")
PR_35 = mark("信访条例第三十五条")
ARL_39 = mark("行政复议法第三十九条")
ARL_48 = mark("行政复议法第四十八条")
ARL_54 = mark("行政复议法第五十四条")
ARL_62 = mark("行政复议法第六十二条")
ARL_2017_23 = mark("行政复议法（2017年修正）第二十三条")
ARL_2017_31 = mark("行政复议法（2017年修正）第三十一条")
ARL_64 = mark("行政复议法第六十四条、第六十六条、第七十七条")
ALL_45 = mark("行政诉讼法第四十五条")
ALL_67 = mark("行政诉讼法第六十七条")
ALL_70 = mark("行政诉讼法第七十条、第七十二条、第九十四条")
ALL_81 = mark("行政诉讼法第八十一条")
ALL_83 = mark("行政诉讼法第八十三条")
ALL_85 = mark("行政诉讼法第八十五条")
ALL_88 = mark("行政诉讼法第八十八条")
ALL_90 = mark("行政诉讼法第九十条")
SPC_87 = mark("法释〔2018〕1号第五十条、第八十七条")
SPC_108 = mark("法释〔2018〕1号第一百零八条")
