from django.db import migrations, models

import yangguang.offices.models


class Migration(migrations.Migration):
    dependencies = [
        ("offices", "0002_staff_desk"),
    ]

    operations = [
        migrations.AddField(
            model_name="agency",
            name="body_kind",
            field=models.CharField(
                blank=True,
                choices=yangguang.offices.models.body_kinds,
                default="",
                help_text="答复书据此写明向谁申请行政复议（行政复议法第二十四条至第二十八条）。",
                max_length=12,
                verbose_name="行政复议中的机关类型",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="agency",
            name="reviewer",
            field=models.CharField(
                blank=True,
                default="",
                help_text="写入答复书的全称；不填则按机关类型和上下级关系确定，定不下来时用法律的原文，如“本级人民政府”。",
                max_length=120,
                verbose_name="复议机关",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="agency",
            name="court",
            field=models.CharField(
                blank=True,
                default="",
                help_text="写入答复书的全称；不填则写“有管辖权的人民法院”。",
                max_length=120,
                verbose_name="管辖法院",
            ),
            preserve_default=False,
        ),
    ]
