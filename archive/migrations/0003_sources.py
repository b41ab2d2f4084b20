"""Sources with their names, domains and pairs, and the feeds that the worker reads.

The articles of some sources are published at once.
"""

import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from pgtrigger.compiler import Trigger, UpsertTriggerSql


class Migration(migrations.Migration):
    """Makes the tables, each with its history, which triggers write and which only ever grows."""

    replaces = [("archive", "0011_feeds")]
    dependencies = [("archive", "0002_originals"), ("pghistory", "0007_auto_20250421_0444")]
    operations = [
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verdict', models.CharField(choices=[('suggested', 'Suggested'), ('accepted', 'Accepted'), ('rejected', 'Rejected'), ('unsure', 'Unsure')], default='suggested', max_length=10)),
                ('score', models.FloatField(blank=True, help_text='How sure the machine is, 0 to 1.', null=True)),
                ('evidence', models.JSONField(blank=True, default=dict)),
                ('known_by', models.CharField(choices=[('rule', 'Rule'), ('model', 'Model'), ('editor', 'Editor')], default='rule', max_length=10)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.TextField(blank=True, help_text='Why the editor decided so.')),
                ('kind', models.CharField(choices=[('outlet', 'Outlet'), ('agency', 'News agency'), ('photo_agency', 'Photo agency'), ('institution', 'Institution'), ('person', 'Person')], default='outlet', max_length=20)),
                ('name', models.CharField(max_length=300)),
                ('slug', models.SlugField(allow_unicode=True, db_index=False, max_length=100)),
                ('description', models.TextField(blank=True)),
                ('homepage', models.URLField(blank=True, max_length=500)),
                ('language', models.CharField(blank=True, help_text='Of its articles, unless they say otherwise.', max_length=10)),
                ('rights', models.CharField(choices=[('full', 'Full text'), ('excerpt', 'Excerpt'), ('metadata', 'Metadata only')], default='full', help_text='Of its articles, unless they say otherwise.', max_length=10)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('decided_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=models.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('publish_at_once', models.BooleanField(default=False, help_text='Its new articles are published as they come in, and are drafts otherwise.')),
            ],
            options={
                'ordering': ['name', 'id'],
                'indexes': [
                    models.Index(models.F('name'), models.F('id'), name='source_by_name'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('verdict__in', ['suggested', 'accepted', 'rejected', 'unsure'])), name='source_verdict_known'),
                    models.CheckConstraint(condition=models.Q(('known_by__in', ['rule', 'model', 'editor'])), name='source_known_by_known'),
                    models.CheckConstraint(condition=models.Q(('score', None), models.Q(('score__gte', 0), ('score__lte', 1)), _connector='OR'), name='source_score_0_to_1'),
                    models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('verdict', 'suggested')), models.Q(models.Q(('verdict', 'suggested'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='source_decision_names_editor'),
                    models.UniqueConstraint(fields=('slug',), name='source_slug_unique'),
                    models.CheckConstraint(condition=models.Q(('kind__in', ['outlet', 'agency', 'photo_agency', 'institution', 'person'])), name='source_kind_known'),
                    models.CheckConstraint(condition=models.Q(('rights__in', ['full', 'excerpt', 'metadata'])), name='source_rights_known'),
                    models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='source_name_not_blank'),
                    models.CheckConstraint(condition=models.Q(('slug', ''), _negated=True), name='source_slug_not_blank'),
                    models.CheckConstraint(condition=models.Q(('homepage', ''), ('homepage__iregex', '^https?://'), _connector='OR'), name='source_homepage_is_http', violation_error_message='Its homepage starts with http:// or https://.'),
                ],
                'triggers': [
                    Trigger(name='insert_insert', sql=UpsertTriggerSql(func='INSERT INTO "archive_sourcehistory" ("created_at", "decided_at", "decided_by_id", "description", "evidence", "homepage", "id", "kind", "known_by", "language", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "publish_at_once", "reason", "rights", "score", "slug", "verdict") VALUES (NEW."created_at", NEW."decided_at", NEW."decided_by_id", NEW."description", NEW."evidence", NEW."homepage", NEW."id", NEW."kind", NEW."known_by", NEW."language", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."publish_at_once", NEW."reason", NEW."rights", NEW."score", NEW."slug", NEW."verdict"); RETURN NULL;', hash='c850d4719ddae8425cc339829b08774787b9b957', operation='INSERT', pgid='pgtrigger_insert_insert_1c69f', table='archive_source', when='AFTER')),
                    Trigger(name='update_update', sql=UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "archive_sourcehistory" ("created_at", "decided_at", "decided_by_id", "description", "evidence", "homepage", "id", "kind", "known_by", "language", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "publish_at_once", "reason", "rights", "score", "slug", "verdict") VALUES (NEW."created_at", NEW."decided_at", NEW."decided_by_id", NEW."description", NEW."evidence", NEW."homepage", NEW."id", NEW."kind", NEW."known_by", NEW."language", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."publish_at_once", NEW."reason", NEW."rights", NEW."score", NEW."slug", NEW."verdict"); RETURN NULL;', hash='e8609e78bdd48538f96c3446f199550e8e25b55a', operation='UPDATE', pgid='pgtrigger_update_update_84a03', table='archive_source', when='AFTER')),
                    Trigger(name='delete_delete', sql=UpsertTriggerSql(func='INSERT INTO "archive_sourcehistory" ("created_at", "decided_at", "decided_by_id", "description", "evidence", "homepage", "id", "kind", "known_by", "language", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "publish_at_once", "reason", "rights", "score", "slug", "verdict") VALUES (OLD."created_at", OLD."decided_at", OLD."decided_by_id", OLD."description", OLD."evidence", OLD."homepage", OLD."id", OLD."kind", OLD."known_by", OLD."language", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."publish_at_once", OLD."reason", OLD."rights", OLD."score", OLD."slug", OLD."verdict"); RETURN NULL;', hash='c79fda55287c039918d68f5311b14ada9d72df25', operation='DELETE', pgid='pgtrigger_delete_delete_3d781', table='archive_source', when='AFTER')),
                ],
            },
        ),
        migrations.CreateModel(
            name='SourceHistory',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('verdict', models.CharField(choices=[('suggested', 'Suggested'), ('accepted', 'Accepted'), ('rejected', 'Rejected'), ('unsure', 'Unsure')], default='suggested', max_length=10)),
                ('score', models.FloatField(blank=True, help_text='How sure the machine is, 0 to 1.', null=True)),
                ('evidence', models.JSONField(blank=True, default=dict)),
                ('known_by', models.CharField(choices=[('rule', 'Rule'), ('model', 'Model'), ('editor', 'Editor')], default='rule', max_length=10)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.TextField(blank=True, help_text='Why the editor decided so.')),
                ('kind', models.CharField(choices=[('outlet', 'Outlet'), ('agency', 'News agency'), ('photo_agency', 'Photo agency'), ('institution', 'Institution'), ('person', 'Person')], default='outlet', max_length=20)),
                ('name', models.CharField(max_length=300)),
                ('slug', models.SlugField(allow_unicode=True, db_index=False, max_length=100)),
                ('description', models.TextField(blank=True)),
                ('homepage', models.URLField(blank=True, max_length=500)),
                ('language', models.CharField(blank=True, help_text='Of its articles, unless they say otherwise.', max_length=10)),
                ('rights', models.CharField(choices=[('full', 'Full text'), ('excerpt', 'Excerpt'), ('metadata', 'Metadata only')], default='full', help_text='Of its articles, unless they say otherwise.', max_length=10)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('decided_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=models.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=models.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name='history', related_query_name='history_query', to='archive.source')),
                ('publish_at_once', models.BooleanField(default=False, help_text='Its new articles are published as they come in, and are drafts otherwise.')),
            ],
            options={
                'triggers': [
                    Trigger(name='append_only', sql=UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6987caa8b528f8d46c1446b11f473eed5c5a8fe3', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_1a96c', table='archive_sourcehistory', when='BEFORE')),
                ],
            },
        ),
        migrations.CreateModel(
            name='SourceName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=300)),
                ('normalised', models.CharField(editable=False, max_length=300)),
                ('source', models.ForeignKey(on_delete=models.CASCADE, related_name='names', to='archive.source')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [
                    models.UniqueConstraint(fields=('normalised',), name='source_name_leads_to_one_source'),
                    models.CheckConstraint(condition=models.Q(('normalised', ''), _negated=True), name='source_name_normalised_not_blank'),
                ],
                'triggers': [
                    Trigger(name='insert_insert', sql=UpsertTriggerSql(func='INSERT INTO "archive_sourcenamehistory" ("id", "name", "normalised", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id") VALUES (NEW."id", NEW."name", NEW."normalised", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."source_id"); RETURN NULL;', hash='e9f595f1513353625c8fe93b86b4cbefd28a658a', operation='INSERT', pgid='pgtrigger_insert_insert_3de97', table='archive_sourcename', when='AFTER')),
                    Trigger(name='update_update', sql=UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "archive_sourcenamehistory" ("id", "name", "normalised", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id") VALUES (NEW."id", NEW."name", NEW."normalised", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."source_id"); RETURN NULL;', hash='82bae8e20789b7e05612665ba926148d7ec5ed5a', operation='UPDATE', pgid='pgtrigger_update_update_95b6c', table='archive_sourcename', when='AFTER')),
                    Trigger(name='delete_delete', sql=UpsertTriggerSql(func='INSERT INTO "archive_sourcenamehistory" ("id", "name", "normalised", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id") VALUES (OLD."id", OLD."name", OLD."normalised", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."source_id"); RETURN NULL;', hash='96d6ebaca791fcb5049b9af0952b44056f798f5a', operation='DELETE', pgid='pgtrigger_delete_delete_4b44e', table='archive_sourcename', when='AFTER')),
                ],
            },
        ),
        migrations.CreateModel(
            name='SourceNameHistory',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(max_length=300)),
                ('normalised', models.CharField(editable=False, max_length=300)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=models.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name='history', related_query_name='history_query', to='archive.sourcename')),
                ('source', models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name='+', related_query_name='+', to='archive.source')),
            ],
            options={
                'triggers': [
                    Trigger(name='append_only', sql=UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='0484f80565d377719ad90b705c11a056cc3806e7', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_eeecd', table='archive_sourcenamehistory', when='BEFORE')),
                ],
            },
        ),
        migrations.CreateModel(
            name='SourceDomain',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('domain', models.CharField(max_length=253)),
                ('source', models.ForeignKey(on_delete=models.CASCADE, related_name='domains', to='archive.source')),
            ],
            options={
                'ordering': ['domain'],
                'constraints': [
                    models.UniqueConstraint(fields=('domain',), name='source_domain_leads_to_one_source'),
                    models.CheckConstraint(condition=models.Q(('domain__regex', '^[^\\s/:A-Z]+$'), models.Q(('domain__startswith', 'www.'), _negated=True)), name='source_domain_is_bare'),
                ],
                'triggers': [
                    Trigger(name='insert_insert', sql=UpsertTriggerSql(func='INSERT INTO "archive_sourcedomainhistory" ("domain", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id") VALUES (NEW."domain", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."source_id"); RETURN NULL;', hash='e4486a9bc00d1a0ba7fcfd5f44a091209dd80f9b', operation='INSERT', pgid='pgtrigger_insert_insert_61642', table='archive_sourcedomain', when='AFTER')),
                    Trigger(name='update_update', sql=UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "archive_sourcedomainhistory" ("domain", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id") VALUES (NEW."domain", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."source_id"); RETURN NULL;', hash='810cb361c85243d73302c9439f81c7f1898bf990', operation='UPDATE', pgid='pgtrigger_update_update_41369', table='archive_sourcedomain', when='AFTER')),
                    Trigger(name='delete_delete', sql=UpsertTriggerSql(func='INSERT INTO "archive_sourcedomainhistory" ("domain", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id") VALUES (OLD."domain", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."source_id"); RETURN NULL;', hash='5e709f7ede4898933f0dd5c009eef35935636cde', operation='DELETE', pgid='pgtrigger_delete_delete_9346f', table='archive_sourcedomain', when='AFTER')),
                ],
            },
        ),
        migrations.CreateModel(
            name='SourceDomainHistory',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('domain', models.CharField(max_length=253)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=models.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name='history', related_query_name='history_query', to='archive.sourcedomain')),
                ('source', models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name='+', related_query_name='+', to='archive.source')),
            ],
            options={
                'triggers': [
                    Trigger(name='append_only', sql=UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='868cd2e00e5406e9e8dcff6baba912c33d4c4be0', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_1e86b', table='archive_sourcedomainhistory', when='BEFORE')),
                ],
            },
        ),
        migrations.CreateModel(
            name='SourcePair',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verdict', models.CharField(choices=[('suggested', 'Suggested'), ('accepted', 'Accepted'), ('rejected', 'Rejected'), ('unsure', 'Unsure')], default='suggested', max_length=10)),
                ('score', models.FloatField(blank=True, help_text='How sure the machine is, 0 to 1.', null=True)),
                ('evidence', models.JSONField(blank=True, default=dict)),
                ('known_by', models.CharField(choices=[('rule', 'Rule'), ('model', 'Model'), ('editor', 'Editor')], default='rule', max_length=10)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.TextField(blank=True, help_text='Why the editor decided so.')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('decided_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=models.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('left', models.ForeignKey(on_delete=models.CASCADE, related_name='+', to='archive.source')),
                ('right', models.ForeignKey(on_delete=models.CASCADE, related_name='+', to='archive.source')),
            ],
            options={
                'indexes': [
                    models.Index(models.OrderBy(models.F('score'), descending=True, nulls_last=True), models.F('id'), condition=models.Q(('verdict', 'suggested')), name='source_pair_queue'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('verdict__in', ['suggested', 'accepted', 'rejected', 'unsure'])), name='source_pair_verdict_known'),
                    models.CheckConstraint(condition=models.Q(('known_by__in', ['rule', 'model', 'editor'])), name='source_pair_known_by_known'),
                    models.CheckConstraint(condition=models.Q(('score', None), models.Q(('score__gte', 0), ('score__lte', 1)), _connector='OR'), name='source_pair_score_0_to_1'),
                    models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('verdict', 'suggested')), models.Q(models.Q(('verdict', 'suggested'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='source_pair_decision_names_editor'),
                    models.CheckConstraint(condition=models.Q(('left__lt', models.F('right'))), name='source_pair_stored_once'),
                    models.UniqueConstraint(fields=('left', 'right'), name='source_pair_unique'),
                ],
                'triggers': [
                    Trigger(name='insert_insert', sql=UpsertTriggerSql(func='INSERT INTO "archive_sourcepairhistory" ("created_at", "decided_at", "decided_by_id", "evidence", "id", "known_by", "left_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "right_id", "score", "verdict") VALUES (NEW."created_at", NEW."decided_at", NEW."decided_by_id", NEW."evidence", NEW."id", NEW."known_by", NEW."left_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."right_id", NEW."score", NEW."verdict"); RETURN NULL;', hash='eecc4e9a5c8c54610aa3826d0c3c8828681189a2', operation='INSERT', pgid='pgtrigger_insert_insert_0e58f', table='archive_sourcepair', when='AFTER')),
                    Trigger(name='update_update', sql=UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "archive_sourcepairhistory" ("created_at", "decided_at", "decided_by_id", "evidence", "id", "known_by", "left_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "right_id", "score", "verdict") VALUES (NEW."created_at", NEW."decided_at", NEW."decided_by_id", NEW."evidence", NEW."id", NEW."known_by", NEW."left_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."right_id", NEW."score", NEW."verdict"); RETURN NULL;', hash='30c683420f9783dd3241ee5512b4d8c2d2f6085b', operation='UPDATE', pgid='pgtrigger_update_update_3b72d', table='archive_sourcepair', when='AFTER')),
                    Trigger(name='delete_delete', sql=UpsertTriggerSql(func='INSERT INTO "archive_sourcepairhistory" ("created_at", "decided_at", "decided_by_id", "evidence", "id", "known_by", "left_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "right_id", "score", "verdict") VALUES (OLD."created_at", OLD."decided_at", OLD."decided_by_id", OLD."evidence", OLD."id", OLD."known_by", OLD."left_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."right_id", OLD."score", OLD."verdict"); RETURN NULL;', hash='f2a0034ec20bce0657b4d973a94fa8ccbe556c42', operation='DELETE', pgid='pgtrigger_delete_delete_35edc', table='archive_sourcepair', when='AFTER')),
                ],
            },
        ),
        migrations.CreateModel(
            name='SourcePairHistory',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('verdict', models.CharField(choices=[('suggested', 'Suggested'), ('accepted', 'Accepted'), ('rejected', 'Rejected'), ('unsure', 'Unsure')], default='suggested', max_length=10)),
                ('score', models.FloatField(blank=True, help_text='How sure the machine is, 0 to 1.', null=True)),
                ('evidence', models.JSONField(blank=True, default=dict)),
                ('known_by', models.CharField(choices=[('rule', 'Rule'), ('model', 'Model'), ('editor', 'Editor')], default='rule', max_length=10)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.TextField(blank=True, help_text='Why the editor decided so.')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('decided_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=models.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('left', models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name='+', related_query_name='+', to='archive.source')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=models.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name='history', related_query_name='history_query', to='archive.sourcepair')),
                ('right', models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name='+', related_query_name='+', to='archive.source')),
            ],
            options={
                'triggers': [
                    Trigger(name='append_only', sql=UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='7065e115f5d1f0872aad88cdc0d5953431c75ae4', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_24f43', table='archive_sourcepairhistory', when='BEFORE')),
                ],
            },
        ),
        migrations.CreateModel(
            name='Feed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.CharField(max_length=1000)),
                ('source_name', models.CharField(editable=False, max_length=300)),
                ('interval', models.PositiveIntegerField(default=30, verbose_name='minutes between polls')),
                ('active', models.BooleanField(default=True, help_text='Read by the background worker.')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('etag', models.TextField(blank=True, editable=False)),
                ('last_modified', models.TextField(blank=True, editable=False)),
                ('digest', models.CharField(blank=True, editable=False, help_text='SHA-256 of what came last.', max_length=64)),
                ('last_polled_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('last_success_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='last success')),
                ('last_error', models.TextField(blank=True, editable=False)),
                ('failures', models.PositiveIntegerField(default=0, editable=False, help_text='Since the last success.')),
                ('next_poll_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='next poll')),
                ('moved_to', models.TextField(blank=True, editable=False, help_text='Where it says it is found from now on.')),
                ('last_run', models.ForeignKey(blank=True, editable=False, help_text='The last import that it led to.', null=True, on_delete=models.PROTECT, related_name='feeds', to='archive.importrun')),
                ('source', models.ForeignKey(on_delete=models.CASCADE, related_name='feeds', to='archive.source')),
            ],
            options={
                'ordering': ['id'],
                'indexes': [
                    models.Index(condition=models.Q(('active', True)), fields=['next_poll_at'], name='feed_due'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('address',), name='feed_address_unique', violation_error_message='There is a feed with this address already.'),
                    models.CheckConstraint(condition=models.Q(('address__regex', '^https?://[^\\s/@?#]+([/?][^\\s#]*)?$')), name='feed_address_is_of_the_web', violation_error_message='It must begin with http:// or https:// and hold no spaces, # or password.'),
                    models.CheckConstraint(condition=models.Q(('interval__gte', 5), ('interval__lte', 10080)), name='feed_interval_sane', violation_error_message='It must be 5 minutes to 10,080 (a week).'),
                    models.CheckConstraint(condition=models.Q(('source_name', ''), _negated=True), name='feed_source_name_not_blank'),
                ],
                'triggers': [
                    Trigger(name='insert_insert', sql=UpsertTriggerSql(func='INSERT INTO "archive_feedhistory" ("active", "address", "created_at", "id", "interval", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id", "source_name") VALUES (NEW."active", NEW."address", NEW."created_at", NEW."id", NEW."interval", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."source_id", NEW."source_name"); RETURN NULL;', hash='a6a7fbda49e11bd8a41e24dcf4f2e5758ecba363', operation='INSERT', pgid='pgtrigger_insert_insert_d03f6', table='archive_feed', when='AFTER')),
                    Trigger(name='update_update', sql=UpsertTriggerSql(condition='WHEN (OLD."active" IS DISTINCT FROM (NEW."active") OR OLD."address" IS DISTINCT FROM (NEW."address") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."interval" IS DISTINCT FROM (NEW."interval") OR OLD."source_id" IS DISTINCT FROM (NEW."source_id") OR OLD."source_name" IS DISTINCT FROM (NEW."source_name"))', func='INSERT INTO "archive_feedhistory" ("active", "address", "created_at", "id", "interval", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id", "source_name") VALUES (NEW."active", NEW."address", NEW."created_at", NEW."id", NEW."interval", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."source_id", NEW."source_name"); RETURN NULL;', hash='f8ce08451b81ab78c47f05cf9318eb8102f59f33', operation='UPDATE', pgid='pgtrigger_update_update_811e9', table='archive_feed', when='AFTER')),
                    Trigger(name='delete_delete', sql=UpsertTriggerSql(func='INSERT INTO "archive_feedhistory" ("active", "address", "created_at", "id", "interval", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id", "source_name") VALUES (OLD."active", OLD."address", OLD."created_at", OLD."id", OLD."interval", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."source_id", OLD."source_name"); RETURN NULL;', hash='7cc4bac35e9c32f12457dfc139bc684bde99907e', operation='DELETE', pgid='pgtrigger_delete_delete_10ffe', table='archive_feed', when='AFTER')),
                ],
            },
        ),
        migrations.CreateModel(
            name='FeedHistory',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('address', models.CharField(max_length=1000)),
                ('source_name', models.CharField(editable=False, max_length=300)),
                ('interval', models.PositiveIntegerField(default=30, verbose_name='minutes between polls')),
                ('active', models.BooleanField(default=True, help_text='Read by the background worker.')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=models.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name='history', related_query_name='history_query', to='archive.feed')),
                ('source', models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name='+', related_query_name='+', to='archive.source')),
            ],
            options={
                'triggers': [
                    Trigger(name='append_only', sql=UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='86be13079da2b48068b76726213763699fc4b52c', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_541bd', table='archive_feedhistory', when='BEFORE')),
                ],
            },
        ),
    ]  # fmt: skip
