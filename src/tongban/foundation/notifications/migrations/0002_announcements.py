import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notifications', '0001_initial'),
        ('organization', '0002_applications'),
    ]

    operations = [
        migrations.CreateModel(
            name='Announcement',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=100)),
                ('text', models.CharField(max_length=2000)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField()),
                ('at', models.DateTimeField()),
                ('by_name', models.CharField(max_length=60)),
                ('withdrawn_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__gte', models.F('valid_from'))), name='announcement_valid_in_order')],
            },
        ),
        migrations.CreateModel(
            name='Confirmation',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('person_name', models.CharField(max_length=60)),
                ('unit_name', models.CharField(max_length=120)),
                ('at', models.DateTimeField()),
                ('announcement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='notifications.announcement')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('announcement'), models.F('person'), name='confirmation_once')],
            },
        ),
    ]
