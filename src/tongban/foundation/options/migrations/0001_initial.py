from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Setting',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=80, unique=True)),
                ('value', models.JSONField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=80)),
                ('before', models.CharField(max_length=300)),
                ('after', models.CharField(max_length=300)),
                ('reason', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('by_id', models.BigIntegerField(null=True)),
                ('by_name', models.CharField(max_length=120)),
            ],
            options={
                'indexes': [models.Index(fields=['key', '-id'], name='option_changes')],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='option_change_with_reason')],
            },
        ),
    ]
