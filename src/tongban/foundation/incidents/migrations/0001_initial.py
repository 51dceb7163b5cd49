import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organization', '0002_applications'),
    ]

    operations = [
        migrations.CreateModel(
            name='Incident',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('sort', models.CharField(max_length=6)),
                ('rule', models.CharField(default='', max_length=30)),
                ('once', models.CharField(default='', max_length=120)),
                ('title', models.CharField(max_length=120)),
                ('text', models.CharField(max_length=1000)),
                ('state', models.CharField(default='open', max_length=7)),
                ('at', models.DateTimeField()),
                ('person_name', models.CharField(default='', max_length=60)),
                ('answer', models.CharField(default='', max_length=1000)),
                ('handled_at', models.DateTimeField(null=True)),
                ('handler_name', models.CharField(default='', max_length=60)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.person')),
            ],
            options={
                'indexes': [models.Index(fields=['state', '-id'], name='incident_by_state')],
                'constraints': [models.UniqueConstraint(models.F('once'), condition=models.Q(('once', ''), _negated=True), name='incident_alarm_once'), models.CheckConstraint(condition=models.Q(models.Q(('person', None), ('sort', 'alarm')), models.Q(('person__isnull', False), ('sort', 'report')), _connector='OR'), name='incident_report_has_person'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'handled'), _negated=True), models.Q(models.Q(('answer', ''), _negated=True), ('handled_at__isnull', False)), _connector='OR'), name='incident_handled_with_answer')],
            },
        ),
    ]
