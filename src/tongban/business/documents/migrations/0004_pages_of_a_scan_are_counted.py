from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("documents", "0003_readings_and_scans_of_before")]

    operations = [migrations.RemoveField(model_name="incoming", name="scan_pages")]
