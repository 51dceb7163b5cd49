import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0001_initial'),
        ('files', '0001_initial'),
        ('numbering', '0001_initial'),
        ('organization', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Handling',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('unit_name', models.CharField(max_length=120)),
                ('lead', models.BooleanField(default=False)),
                ('limit', models.DateField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('subject_kind', models.CharField(max_length=40)),
                ('subject_id', models.BigIntegerField()),
                ('person_name', models.CharField(max_length=60)),
                ('turn', models.PositiveIntegerField(default=0)),
                ('asked_at', models.DateTimeField()),
                ('asked_by', models.CharField(max_length=60)),
                ('asked_from', models.CharField(default='', max_length=120)),
                ('sent_at', models.DateTimeField(null=True)),
                ('read_at', models.DateTimeField(null=True)),
                ('recalled_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='ScanPage',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('order', models.PositiveIntegerField()),
                ('no', models.PositiveIntegerField()),
                ('turn', models.PositiveSmallIntegerField(default=0)),
            ],
        ),
        migrations.AlterField(
            model_name='incoming',
            name='copy',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.copy'),
        ),
        migrations.AddConstraint(
            model_name='incoming',
            constraint=models.UniqueConstraint(models.F('copy'), condition=models.Q(('state', 'returned'), _negated=True), name='incoming_copy_once'),
        ),
        migrations.AddConstraint(
            model_name='incoming',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'returned'), _negated=True), models.Q(('result', ''), _negated=True), _connector='OR'), name='incoming_returned_with_reason'),
        ),
        migrations.AddField(
            model_name='handling',
            name='incoming',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='handlings', to='documents.incoming'),
        ),
        migrations.AddField(
            model_name='handling',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.unit'),
        ),
        migrations.AddField(
            model_name='reading',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.person'),
        ),
        migrations.AddField(
            model_name='scanpage',
            name='file',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile'),
        ),
        migrations.AddField(
            model_name='scanpage',
            name='incoming',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sheets', to='documents.incoming'),
        ),
        migrations.AddConstraint(
            model_name='handling',
            constraint=models.UniqueConstraint(models.F('incoming'), models.F('unit'), name='handling_once'),
        ),
        migrations.AddConstraint(
            model_name='handling',
            constraint=models.UniqueConstraint(models.F('incoming'), condition=models.Q(('lead', True)), name='handling_one_leads'),
        ),
        migrations.AddIndex(
            model_name='reading',
            index=models.Index(fields=['subject_kind', 'subject_id', 'id'], name='reading_of'),
        ),
        migrations.AddConstraint(
            model_name='reading',
            constraint=models.UniqueConstraint(models.F('subject_kind'), models.F('subject_id'), models.F('person'), condition=models.Q(('recalled_at', None)), name='reading_once'),
        ),
        migrations.AddConstraint(
            model_name='reading',
            constraint=models.CheckConstraint(condition=models.Q(('read_at', None), ('sent_at__isnull', False), _connector='OR'), name='reading_read_was_sent'),
        ),
        migrations.AddConstraint(
            model_name='reading',
            constraint=models.CheckConstraint(condition=models.Q(('read_at', None), ('recalled_at', None), _connector='OR'), name='reading_read_stays'),
        ),
        migrations.AddConstraint(
            model_name='scanpage',
            constraint=models.UniqueConstraint(models.F('incoming'), models.F('order'), name='scan_page_order_once'),
        ),
        migrations.AddConstraint(
            model_name='scanpage',
            constraint=models.UniqueConstraint(models.F('incoming'), models.F('file'), models.F('no'), name='scan_page_once'),
        ),
        migrations.AddConstraint(
            model_name='scanpage',
            constraint=models.CheckConstraint(condition=models.Q(('turn__in', [0, 90, 180, 270])), name='scan_page_turn_known'),
        ),
    ]
