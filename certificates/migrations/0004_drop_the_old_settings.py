from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("certificates", "0003_settings_become_designs")]

    operations = [migrations.DeleteModel(name="CertificateTemplate")]
