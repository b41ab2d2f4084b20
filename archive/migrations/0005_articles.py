"""Articles, their earlier texts and their withdrawals; what was erased by law stays withdrawn and empty.

Of each earlier text it is remembered whether readers ever had it. That an article is withdrawn if and only if it
has an open withdrawal is a rule over two tables: triggers hold it, at the end of every transaction.
"""

import datetime

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.functions.comparison
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models
from pgtrigger.compiler import Trigger, UpsertTriggerSql

import archive.models.search

# The generated search vector needs a function that PostgreSQL takes for immutable; see models/search.py.
SEARCH_CONFIG = """
                CREATE FUNCTION archive_search_config(language text) RETURNS regconfig
                LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
                    SELECT CASE language
                        WHEN 'ar' THEN 'pg_catalog.arabic'::regconfig
                        WHEN 'ca' THEN 'pg_catalog.catalan'::regconfig
                        WHEN 'da' THEN 'pg_catalog.danish'::regconfig
                        WHEN 'de' THEN 'pg_catalog.german'::regconfig
                        WHEN 'el' THEN 'pg_catalog.greek'::regconfig
                        WHEN 'en' THEN 'pg_catalog.english'::regconfig
                        WHEN 'es' THEN 'pg_catalog.spanish'::regconfig
                        WHEN 'eu' THEN 'pg_catalog.basque'::regconfig
                        WHEN 'fi' THEN 'pg_catalog.finnish'::regconfig
                        WHEN 'fr' THEN 'pg_catalog.french'::regconfig
                        WHEN 'ga' THEN 'pg_catalog.irish'::regconfig
                        WHEN 'hi' THEN 'pg_catalog.hindi'::regconfig
                        WHEN 'hu' THEN 'pg_catalog.hungarian'::regconfig
                        WHEN 'hy' THEN 'pg_catalog.armenian'::regconfig
                        WHEN 'id' THEN 'pg_catalog.indonesian'::regconfig
                        WHEN 'it' THEN 'pg_catalog.italian'::regconfig
                        WHEN 'lt' THEN 'pg_catalog.lithuanian'::regconfig
                        WHEN 'ne' THEN 'pg_catalog.nepali'::regconfig
                        WHEN 'nl' THEN 'pg_catalog.dutch'::regconfig
                        WHEN 'no' THEN 'pg_catalog.norwegian'::regconfig
                        WHEN 'pt' THEN 'pg_catalog.portuguese'::regconfig
                        WHEN 'ro' THEN 'pg_catalog.romanian'::regconfig
                        WHEN 'ru' THEN 'pg_catalog.russian'::regconfig
                        WHEN 'sr' THEN 'pg_catalog.serbian'::regconfig
                        WHEN 'sv' THEN 'pg_catalog.swedish'::regconfig
                        WHEN 'ta' THEN 'pg_catalog.tamil'::regconfig
                        WHEN 'tr' THEN 'pg_catalog.turkish'::regconfig
                        WHEN 'yi' THEN 'pg_catalog.yiddish'::regconfig
                        ELSE 'pg_catalog.simple'::regconfig
                    END
                $$;
"""

# The condition of the trigger names columns alone, so that no other update pays for the function.
ERASED_STAYS = """
    CREATE FUNCTION archive_erased_article_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (SELECT 1 FROM archive_erasure e WHERE e.original_id = OLD.original_id) THEN
            RAISE EXCEPTION 'article % was erased by law: it stays withdrawn and empty', OLD.id
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END $$;

    CREATE TRIGGER erased_article_stays BEFORE UPDATE ON archive_article
        FOR EACH ROW
        WHEN (
            OLD.status = 'withdrawn'
            AND (NEW.status <> 'withdrawn' OR NEW.original_id <> OLD.original_id OR (OLD.text = '' AND NEW.text <> ''))
        )
        EXECUTE FUNCTION archive_erased_article_stays();
"""

ERASED_MAY_RETURN = """
    DROP TRIGGER erased_article_stays ON archive_article;
    DROP FUNCTION archive_erased_article_stays();
"""


class Migration(migrations.Migration):
    """Makes the function that search needs, the tables, and the trigger over erased articles."""

    replaces = [("archive", "0003_revisions_that_were_public")]
    dependencies = [("archive", "0004_entities_and_events")]
    operations = [
        migrations.RunSQL(SEARCH_CONFIG, "DROP FUNCTION archive_search_config(text);"),
        migrations.CreateModel(
            name='Article',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('identity', models.CharField(editable=False, help_text='SHA-256 of what makes a record the same article when it comes again.', max_length=64)),
                ('external_id', models.CharField(blank=True, help_text='Its id where it came from.', max_length=200)),
                ('url', models.URLField(blank=True, max_length=2000)),
                ('headline', models.CharField(max_length=1000)),
                ('headline_derived', models.BooleanField(default=False, help_text='Taken from the text: it came without one.')),
                ('text', models.TextField()),
                ('caption', models.TextField(blank=True, help_text='Caption of the photo it was published with.')),
                ('byline', models.CharField(blank=True, max_length=500)),
                ('language', models.CharField(help_text='ISO 639-1 code.', max_length=10)),
                ('published_on', models.DateField(blank=True, null=True)),
                ('date_precision', models.CharField(choices=[('day', 'Day'), ('month', 'Month'), ('year', 'Year'), ('unknown', 'Unknown')], default='day', max_length=10)),
                ('rights', models.CharField(blank=True, choices=[('full', 'Full text'), ('excerpt', 'Excerpt'), ('metadata', 'Metadata only')], help_text='Empty: those of its source.', max_length=10)),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('embargoed', 'Embargoed'), ('published', 'Published'), ('withdrawn', 'Withdrawn')], default='draft', max_length=10)),
                ('embargo_until', models.DateTimeField(blank=True, null=True)),
                ('text_hash', models.CharField(editable=False, max_length=64)),
                ('word_count', models.PositiveIntegerField(editable=False)),
                ('extra', models.JSONField(blank=True, default=dict, help_text='What the record held besides.')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('search_vector', models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.SearchVector('headline', config=archive.models.search.SearchConfig('language'), weight='A'), '||', django.contrib.postgres.search.SearchVector(django.db.models.functions.text.Left('text', 200000), config=archive.models.search.SearchConfig('language'), weight='B'), django.contrib.postgres.search.SearchConfig(archive.models.search.SearchConfig('language'))), '||', django.contrib.postgres.search.SearchVector(django.db.models.functions.text.Left('caption', 5000), config=archive.models.search.SearchConfig('language'), weight='C'), django.contrib.postgres.search.SearchConfig(archive.models.search.SearchConfig('language'))), output_field=django.contrib.postgres.search.SearchVectorField())),
                ('sort_on', models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Coalesce('published_on', models.Value('0001-01-01', output_field=models.DateField())), output_field=models.DateField())),
                ('import_run', models.ForeignKey(db_index=False, on_delete=models.PROTECT, related_name='articles', to='archive.importrun')),
                ('original', models.ForeignKey(on_delete=models.PROTECT, related_name='articles', to='archive.original')),
                ('source', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=models.PROTECT, related_name='articles', to='archive.source')),
                ('as_received', models.JSONField(blank=True, default=dict, editable=False, help_text='What arrived last, of the fields that an editor has corrected since.')),
            ],
            options={
                'ordering': ['-sort_on', '-id'],
                'indexes': [
                    models.Index(models.OrderBy(models.F('sort_on'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('status', 'published')), name='article_published'),
                    models.Index(models.OrderBy(models.F('sort_on'), descending=True), models.OrderBy(models.F('id'), descending=True), name='article_newest'),
                    models.Index(models.F('source'), models.OrderBy(models.F('sort_on'), descending=True), models.OrderBy(models.F('id'), descending=True), name='article_by_source'),
                    models.Index(models.F('language'), models.OrderBy(models.F('sort_on'), descending=True), models.OrderBy(models.F('id'), descending=True), name='article_by_language'),
                    models.Index(models.F('text_hash'), name='article_by_text_hash'),
                    models.Index(models.OrderBy(models.F('sort_on'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('status', 'draft')), name='article_drafts'),
                    django.contrib.postgres.indexes.HashIndex(condition=models.Q(('url', ''), _negated=True), fields=['url'], name='article_by_url'),
                    models.Index(models.F('embargo_until'), condition=models.Q(('status', 'embargoed')), name='article_embargoed'),
                    models.Index(models.F('import_run'), models.F('id'), name='article_by_import'),
                    django.contrib.postgres.indexes.GinIndex(fields=['search_vector'], name='article_search'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('identity',), name='article_identity_unique'),
                    models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'embargoed', 'published', 'withdrawn'])), name='article_status_known'),
                    models.CheckConstraint(condition=models.Q(models.Q(('status', 'embargoed'), ('embargo_until__isnull', False)), models.Q(models.Q(('status', 'embargoed'), _negated=True), ('embargo_until', None)), _connector='OR'), name='article_embargo_has_end'),
                    models.CheckConstraint(condition=models.Q(models.Q(('date_precision', 'unknown'), ('published_on', None)), models.Q(('date_precision', 'day'), ('published_on__isnull', False)), models.Q(('date_precision', 'month'), ('published_on__day', 1), ('published_on__isnull', False)), models.Q(('date_precision', 'year'), ('published_on__day', 1), ('published_on__isnull', False), ('published_on__month', 1)), _connector='OR'), name='article_date_precision'),
                    models.CheckConstraint(condition=models.Q(('rights__in', ['', 'full', 'excerpt', 'metadata'])), name='article_rights_known'),
                    models.CheckConstraint(condition=models.Q(('headline', ''), _negated=True), name='article_headline_not_blank'),
                    models.CheckConstraint(condition=models.Q(('identity__regex', '^[0-9a-f]{64}$')), name='article_identity_is_hex'),
                    models.CheckConstraint(condition=models.Q(('text_hash__regex', '^[0-9a-f]{64}$')), name='article_text_hash_is_hex'),
                    models.CheckConstraint(condition=models.Q(('url', ''), ('url__iregex', '^https?://'), _connector='OR'), name='article_url_is_http', violation_error_message='Its address starts with http:// or https://.'),
                    models.CheckConstraint(condition=models.Q(('published_on', None), models.Q(('published_on__gte', datetime.date(1400, 1, 1)), ('published_on__isnull', False), ('published_on__lte', datetime.date(2100, 12, 31))), _connector='OR'), name='article_published_on_in_range', violation_error_message='It was published between 1400 and 2100.'),
                    models.CheckConstraint(condition=models.Q(('embargo_until', None), models.Q(('embargo_until__gte', datetime.datetime(1970, 1, 1, 0, 0, tzinfo=datetime.UTC)), ('embargo_until__isnull', False), ('embargo_until__lte', datetime.datetime(2100, 12, 31, 0, 0, tzinfo=datetime.UTC))), _connector='OR'), name='article_embargo_until_in_range'),
                ],
                'triggers': [
                    Trigger(name='article_withdrawn_by', sql=UpsertTriggerSql(condition='WHEN (NEW."status" = \'withdrawn\')', constraint='CONSTRAINT', func="\n            IF (SELECT status = 'withdrawn' FROM archive_article WHERE id = NEW.id) <> EXISTS (\n                SELECT 1 FROM archive_withdrawal WHERE article_id = NEW.id AND restored_at IS NULL\n            ) THEN\n                RAISE EXCEPTION 'article % is withdrawn without a withdrawal, or has one and is not', NEW.id\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'article_withdrawn_by';\n            END IF;\n            RETURN NULL;\n        ", hash='02d1cf4c0ae6f4a3dac9535017433455e22fedd2', operation='INSERT', pgid='pgtrigger_article_withdrawn_by_e32c6', table='archive_article', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
                    Trigger(name='article_withdrawn_or_not', sql=UpsertTriggerSql(condition='WHEN (OLD."status" IS DISTINCT FROM (NEW."status") AND (OLD."status" = \'withdrawn\' OR NEW."status" = \'withdrawn\'))', constraint='CONSTRAINT', func="\n            IF (SELECT status = 'withdrawn' FROM archive_article WHERE id = NEW.id) <> EXISTS (\n                SELECT 1 FROM archive_withdrawal WHERE article_id = NEW.id AND restored_at IS NULL\n            ) THEN\n                RAISE EXCEPTION 'article % is withdrawn without a withdrawal, or has one and is not', NEW.id\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'article_withdrawn_or_not';\n            END IF;\n            RETURN NULL;\n        ", hash='b43978ecbf1100b73ed3c020a36f58448a2084b9', operation='UPDATE OF "status"', pgid='pgtrigger_article_withdrawn_or_not_7f2d9', table='archive_article', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
                    Trigger(name='insert_insert', sql=UpsertTriggerSql(func='INSERT INTO "archive_articlehistory" ("byline", "caption", "created_at", "date_precision", "embargo_until", "external_id", "headline", "headline_derived", "id", "identity", "import_run_id", "language", "original_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_on", "rights", "source_id", "status", "text_hash", "url", "word_count") VALUES (NEW."byline", NEW."caption", NEW."created_at", NEW."date_precision", NEW."embargo_until", NEW."external_id", NEW."headline", NEW."headline_derived", NEW."id", NEW."identity", NEW."import_run_id", NEW."language", NEW."original_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."published_on", NEW."rights", NEW."source_id", NEW."status", NEW."text_hash", NEW."url", NEW."word_count"); RETURN NULL;', hash='d7d3ebf56abf927337dfcd12361144aacbf4ea5a', operation='INSERT', pgid='pgtrigger_insert_insert_d1949', table='archive_article', when='AFTER')),
                    Trigger(name='update_update', sql=UpsertTriggerSql(condition='WHEN (OLD."byline" IS DISTINCT FROM (NEW."byline") OR OLD."caption" IS DISTINCT FROM (NEW."caption") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."date_precision" IS DISTINCT FROM (NEW."date_precision") OR OLD."embargo_until" IS DISTINCT FROM (NEW."embargo_until") OR OLD."external_id" IS DISTINCT FROM (NEW."external_id") OR OLD."headline" IS DISTINCT FROM (NEW."headline") OR OLD."headline_derived" IS DISTINCT FROM (NEW."headline_derived") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."identity" IS DISTINCT FROM (NEW."identity") OR OLD."import_run_id" IS DISTINCT FROM (NEW."import_run_id") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."original_id" IS DISTINCT FROM (NEW."original_id") OR OLD."published_on" IS DISTINCT FROM (NEW."published_on") OR OLD."rights" IS DISTINCT FROM (NEW."rights") OR OLD."source_id" IS DISTINCT FROM (NEW."source_id") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."text_hash" IS DISTINCT FROM (NEW."text_hash") OR OLD."url" IS DISTINCT FROM (NEW."url") OR OLD."word_count" IS DISTINCT FROM (NEW."word_count"))', func='INSERT INTO "archive_articlehistory" ("byline", "caption", "created_at", "date_precision", "embargo_until", "external_id", "headline", "headline_derived", "id", "identity", "import_run_id", "language", "original_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_on", "rights", "source_id", "status", "text_hash", "url", "word_count") VALUES (NEW."byline", NEW."caption", NEW."created_at", NEW."date_precision", NEW."embargo_until", NEW."external_id", NEW."headline", NEW."headline_derived", NEW."id", NEW."identity", NEW."import_run_id", NEW."language", NEW."original_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."published_on", NEW."rights", NEW."source_id", NEW."status", NEW."text_hash", NEW."url", NEW."word_count"); RETURN NULL;', hash='aa9e2070039de3fb3fa6880b9fd04ddf04814eda', operation='UPDATE', pgid='pgtrigger_update_update_4266a', table='archive_article', when='AFTER')),
                    Trigger(name='delete_delete', sql=UpsertTriggerSql(func='INSERT INTO "archive_articlehistory" ("byline", "caption", "created_at", "date_precision", "embargo_until", "external_id", "headline", "headline_derived", "id", "identity", "import_run_id", "language", "original_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_on", "rights", "source_id", "status", "text_hash", "url", "word_count") VALUES (OLD."byline", OLD."caption", OLD."created_at", OLD."date_precision", OLD."embargo_until", OLD."external_id", OLD."headline", OLD."headline_derived", OLD."id", OLD."identity", OLD."import_run_id", OLD."language", OLD."original_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."published_on", OLD."rights", OLD."source_id", OLD."status", OLD."text_hash", OLD."url", OLD."word_count"); RETURN NULL;', hash='44a407aba103cd25cd473d089ebca599254d7f76', operation='DELETE', pgid='pgtrigger_delete_delete_fdf42', table='archive_article', when='AFTER')),
                ],
            },
        ),
        migrations.CreateModel(
            name='ArticleHistory',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('identity', models.CharField(editable=False, help_text='SHA-256 of what makes a record the same article when it comes again.', max_length=64)),
                ('external_id', models.CharField(blank=True, help_text='Its id where it came from.', max_length=200)),
                ('url', models.URLField(blank=True, max_length=2000)),
                ('headline', models.CharField(max_length=1000)),
                ('headline_derived', models.BooleanField(default=False, help_text='Taken from the text: it came without one.')),
                ('byline', models.CharField(blank=True, max_length=500)),
                ('language', models.CharField(help_text='ISO 639-1 code.', max_length=10)),
                ('published_on', models.DateField(blank=True, null=True)),
                ('date_precision', models.CharField(choices=[('day', 'Day'), ('month', 'Month'), ('year', 'Year'), ('unknown', 'Unknown')], default='day', max_length=10)),
                ('rights', models.CharField(blank=True, choices=[('full', 'Full text'), ('excerpt', 'Excerpt'), ('metadata', 'Metadata only')], help_text='Empty: those of its source.', max_length=10)),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('embargoed', 'Embargoed'), ('published', 'Published'), ('withdrawn', 'Withdrawn')], default='draft', max_length=10)),
                ('embargo_until', models.DateTimeField(blank=True, null=True)),
                ('text_hash', models.CharField(editable=False, max_length=64)),
                ('word_count', models.PositiveIntegerField(editable=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=models.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name='history', related_query_name='history_query', to='archive.article')),
                ('import_run', models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name='+', related_query_name='+', to='archive.importrun')),
                ('original', models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name='+', related_query_name='+', to='archive.original')),
                ('source', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=models.DO_NOTHING, related_name='+', related_query_name='+', to='archive.source')),
                ('caption', models.TextField(blank=True, help_text='Caption of the photo it was published with.')),
            ],
            options={
                'triggers': [
                    Trigger(name='append_only', sql=UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9ad218c80963a003ab45108faed62028e7e9315e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_86455', table='archive_articlehistory', when='BEFORE')),
                ],
            },
        ),
        migrations.CreateModel(
            name='Revision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(help_text='1 is the text as first received.')),
                ('headline', models.CharField(max_length=1000)),
                ('text', models.TextField()),
                ('caption', models.TextField(blank=True)),
                ('byline', models.CharField(blank=True, max_length=500)),
                ('text_hash', models.CharField(max_length=64)),
                ('replaced_at', models.DateTimeField(auto_now_add=True)),
                ('change_note', models.TextField(blank=True, help_text='What changed after this text; shown to readers.')),
                ('article', models.ForeignKey(db_index=False, on_delete=models.PROTECT, related_name='revisions', to='archive.article')),
                ('original', models.ForeignKey(on_delete=models.PROTECT, related_name='revisions', to='archive.original')),
                ('was_public', models.BooleanField(default=False, help_text='Whether its article was published when this text was replaced.')),
                ('date_precision', models.CharField(choices=[('day', 'Day'), ('month', 'Month'), ('year', 'Year'), ('unknown', 'Unknown')], default='unknown', max_length=10)),
                ('facts_only', models.BooleanField(default=False, help_text='Only its date, address or language changed; the words are those of the next text.')),
                ('published_on', models.DateField(blank=True, null=True)),
            ],
            options={
                'ordering': ['article', 'number'],
                'constraints': [
                    models.UniqueConstraint(fields=('article', 'number'), name='revision_number_unique'),
                    models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='revision_number_from_1'),
                    models.CheckConstraint(condition=models.Q(('text_hash__regex', '^[0-9a-f]{64}$')), name='revision_text_hash_is_hex'),
                ],
                'triggers': [
                    Trigger(name='revision_kept', sql=UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2159ffc9a009f3e9167bab4ae5b5af1b05a696c9', operation='UPDATE OR DELETE', pgid='pgtrigger_revision_kept_fcbb9', table='archive_revision', when='BEFORE')),
                ],
            },
        ),
        migrations.CreateModel(
            name='Withdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(choices=[('legal', 'Legal order'), ('privacy', 'Privacy of a person'), ('copyright', 'Rights of its publisher'), ('retracted', 'Retracted by its publisher'), ('error', 'Archived in error')], max_length=10)),
                ('note', models.TextField(blank=True, help_text='Private.')),
                ('status_before', models.CharField(choices=[('draft', 'Draft'), ('embargoed', 'Embargoed'), ('published', 'Published'), ('withdrawn', 'Withdrawn')], max_length=10)),
                ('withdrawn_at', models.DateTimeField(auto_now_add=True)),
                ('restored_at', models.DateTimeField(blank=True, null=True)),
                ('article', models.ForeignKey(on_delete=models.PROTECT, related_name='withdrawals', to='archive.article')),
                ('restored_by', models.ForeignKey(blank=True, null=True, on_delete=models.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('withdrawn_by', models.ForeignKey(on_delete=models.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('restored_at', None)), fields=('article',), name='withdrawal_open_once'),
                    models.CheckConstraint(condition=models.Q(('reason__in', ['legal', 'privacy', 'copyright', 'retracted', 'error'])), name='withdrawal_reason_known'),
                    models.CheckConstraint(condition=models.Q(models.Q(('restored_at', None), ('restored_by', None)), models.Q(('restored_at__isnull', False), ('restored_by__isnull', False)), _connector='OR'), name='withdrawal_restored_by_someone'),
                    models.CheckConstraint(condition=models.Q(('status_before__in', ['draft', 'embargoed', 'published'])), name='withdrawal_status_before_known'),
                ],
                'triggers': [
                    Trigger(name='insert_insert', sql=UpsertTriggerSql(func='INSERT INTO "archive_withdrawalhistory" ("article_id", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "restored_at", "restored_by_id", "status_before", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."article_id", NEW."id", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."restored_at", NEW."restored_by_id", NEW."status_before", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;', hash='30870f43d50665268875b39f80f6848f70a646fb', operation='INSERT', pgid='pgtrigger_insert_insert_7246f', table='archive_withdrawal', when='AFTER')),
                    Trigger(name='update_update', sql=UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "archive_withdrawalhistory" ("article_id", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "restored_at", "restored_by_id", "status_before", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."article_id", NEW."id", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."restored_at", NEW."restored_by_id", NEW."status_before", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;', hash='c7b694a159a53dcc28facc97ddd6fcd14b4fa38b', operation='UPDATE', pgid='pgtrigger_update_update_13748', table='archive_withdrawal', when='AFTER')),
                    Trigger(name='delete_delete', sql=UpsertTriggerSql(func='INSERT INTO "archive_withdrawalhistory" ("article_id", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "restored_at", "restored_by_id", "status_before", "withdrawn_at", "withdrawn_by_id") VALUES (OLD."article_id", OLD."id", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."restored_at", OLD."restored_by_id", OLD."status_before", OLD."withdrawn_at", OLD."withdrawn_by_id"); RETURN NULL;', hash='51891d35830001c89a32fbca184d2a4fb448722e', operation='DELETE', pgid='pgtrigger_delete_delete_c4d83', table='archive_withdrawal', when='AFTER')),
                    Trigger(name='withdrawal_kept', sql=UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='b169c0c0d64a44a5226510c09eba999a9477aeaf', operation='DELETE', pgid='pgtrigger_withdrawal_kept_55dd0', table='archive_withdrawal', when='BEFORE')),
                    Trigger(name='withdrawal_unchanged', sql=UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."article_id" IS DISTINCT FROM (NEW."article_id") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."status_before" IS DISTINCT FROM (NEW."status_before") OR OLD."withdrawn_by_id" IS DISTINCT FROM (NEW."withdrawn_by_id") OR OLD."withdrawn_at" IS DISTINCT FROM (NEW."withdrawn_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='d126459bc85ffc96c2271b46330781c9c34012bc', operation='UPDATE', pgid='pgtrigger_withdrawal_unchanged_dd763', table='archive_withdrawal', when='BEFORE')),
                    Trigger(name='withdrawal_ends_once', sql=UpsertTriggerSql(condition='WHEN (OLD."restored_at" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='1278a40b879e1223e526a9137bcf201a9d1b6d2b', operation='UPDATE', pgid='pgtrigger_withdrawal_ends_once_d16a7', table='archive_withdrawal', when='BEFORE')),
                    Trigger(name='withdrawal_of_withdrawn', sql=UpsertTriggerSql(constraint='CONSTRAINT', func="\n            IF (SELECT status = 'withdrawn' FROM archive_article WHERE id = COALESCE(NEW.article_id, OLD.article_id)) <> EXISTS (\n                SELECT 1 FROM archive_withdrawal WHERE article_id = COALESCE(NEW.article_id, OLD.article_id) AND restored_at IS NULL\n            ) THEN\n                RAISE EXCEPTION 'article % is withdrawn without a withdrawal, or has one and is not', COALESCE(NEW.article_id, OLD.article_id)\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'withdrawal_of_withdrawn';\n            END IF;\n            RETURN NULL;\n        ", hash='e0c268481c43a597af513fd35347fb68fceb5429', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_withdrawal_of_withdrawn_40af0', table='archive_withdrawal', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
                ],
            },
        ),
        migrations.CreateModel(
            name='WithdrawalHistory',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('reason', models.CharField(choices=[('legal', 'Legal order'), ('privacy', 'Privacy of a person'), ('copyright', 'Rights of its publisher'), ('retracted', 'Retracted by its publisher'), ('error', 'Archived in error')], max_length=10)),
                ('note', models.TextField(blank=True, help_text='Private.')),
                ('status_before', models.CharField(choices=[('draft', 'Draft'), ('embargoed', 'Embargoed'), ('published', 'Published'), ('withdrawn', 'Withdrawn')], max_length=10)),
                ('withdrawn_at', models.DateTimeField(auto_now_add=True)),
                ('restored_at', models.DateTimeField(blank=True, null=True)),
                ('article', models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name='+', related_query_name='+', to='archive.article')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=models.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name='history', related_query_name='history_query', to='archive.withdrawal')),
                ('restored_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=models.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('withdrawn_by', models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'triggers': [
                    Trigger(name='append_only', sql=UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a7b0ec099075046bc85dec6c1d2ee40294273a9d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_cfe3a', table='archive_withdrawalhistory', when='BEFORE')),
                ],
            },
        ),
        migrations.RunSQL(ERASED_STAYS, ERASED_MAY_RETURN),
    ]  # fmt: skip
