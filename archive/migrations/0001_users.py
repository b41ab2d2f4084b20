"""The users of the archive, and how the migrations from here to 0008 are made.

They make a new archive whole, and are made to be quick: each table comes with its constraints, indexes and
triggers in one `CreateModel` (pgtrigger installs the triggers of a model that it sees created), because each
change of a table that is there already makes Django build all models anew. Tables come after those they
refer to, for the same reason.

They stand for fourteen older migrations, from 0001_initial to 0014_rejected_records_tried_again, which are no
longer here. An archive that applied all of those has nothing to do, and what depends on the last of them comes
after 0008. An archive that applied only some is refused: bring it to 0014 first, with the archive of that time.
To that end this migration replaces the first and the last but one, 0008 the last alone, and 0002 names the first
where it depends on this one. Otherwise it matters little which of them names which, but each has to name one.
"""

import django.contrib.auth.models
import django.contrib.auth.validators
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    """Makes the table of users, alone: other applications refer to it, whose tables are quicker to make before the rest."""

    initial = True
    replaces = [
        ("archive", "0001_initial"),
        ("archive", "0007_rules_of_the_database"),
        ("archive", "0013_events_from_groups"),
    ]
    dependencies = [("auth", "0012_alter_user_first_name_max_length")]
    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('first_name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                ('last_name', models.CharField(blank=True, max_length=150, verbose_name='last name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'user',
                'verbose_name_plural': 'users',
            },
            managers=[
                ('objects', django.contrib.auth.models.UserManager()),
            ],
        ),
    ]  # fmt: skip
