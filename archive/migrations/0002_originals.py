"""Imports, and what they received: originals and the tombstones of erased ones, which are kept for ever.

That is held by plain triggers, which no setting of a session turns off. An import remembers how far it has read,
and a rejected record what it takes to try it again and what came of that; an erasure remembers the hashes of its
texts, so that the same words do not come in again.
"""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

import archive.models.imports

KEEP = """
    CREATE FUNCTION archive_original_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE'
           AND NEW.content IS NULL AND NEW.name = ''
           AND EXISTS (SELECT 1 FROM archive_erasure e WHERE e.original_id = OLD.id)
           AND (NEW.id, NEW.sha256, NEW.media_type, NEW.position, NEW.size, NEW.received_at, NEW.import_run_id)
             = (OLD.id, OLD.sha256, OLD.media_type, OLD.position, OLD.size, OLD.received_at, OLD.import_run_id)
        THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'originals are kept as they were received: % refused', TG_OP
            USING ERRCODE = 'integrity_constraint_violation';
    END $$;

    CREATE FUNCTION archive_erasure_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'the tombstone of an erased original stays: % refused', TG_OP
            USING ERRCODE = 'integrity_constraint_violation';
    END $$;

    CREATE TRIGGER original_kept BEFORE UPDATE OR DELETE ON archive_original
        FOR EACH ROW EXECUTE FUNCTION archive_original_kept();
    CREATE TRIGGER original_not_truncated BEFORE TRUNCATE ON archive_original
        FOR EACH STATEMENT EXECUTE FUNCTION archive_original_kept();
    CREATE TRIGGER erasure_kept BEFORE UPDATE OR DELETE ON archive_erasure
        FOR EACH ROW EXECUTE FUNCTION archive_erasure_kept();
    CREATE TRIGGER erasure_not_truncated BEFORE TRUNCATE ON archive_erasure
        FOR EACH STATEMENT EXECUTE FUNCTION archive_erasure_kept();

    -- Even where a restore or a replica has set session_replication_role.
    ALTER TABLE archive_original ENABLE ALWAYS TRIGGER original_kept;
    ALTER TABLE archive_original ENABLE ALWAYS TRIGGER original_not_truncated;
    ALTER TABLE archive_erasure ENABLE ALWAYS TRIGGER erasure_kept;
    ALTER TABLE archive_erasure ENABLE ALWAYS TRIGGER erasure_not_truncated;
"""

LET_GO = """
    DROP TRIGGER original_kept ON archive_original;
    DROP TRIGGER original_not_truncated ON archive_original;
    DROP TRIGGER erasure_kept ON archive_erasure;
    DROP TRIGGER erasure_not_truncated ON archive_erasure;
    DROP FUNCTION archive_original_kept();
    DROP FUNCTION archive_erasure_kept();
"""

# An original may be emptied later, by law, but never comes empty. An ordinary trigger, unlike those
# above: a restore writes erased originals back, and turns ordinary triggers off for it.
ORIGINAL_COMES_WITH_CONTENT = """
    CREATE FUNCTION archive_original_comes_with_content() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'an original comes with its bytes'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'original_comes_with_content';
    END $$;

    CREATE TRIGGER original_comes_with_content BEFORE INSERT ON archive_original
        FOR EACH ROW WHEN (NEW.content IS NULL) EXECUTE FUNCTION archive_original_comes_with_content();
"""

ORIGINAL_MAY_COME_EMPTY = """
    DROP TRIGGER original_comes_with_content ON archive_original;
    DROP FUNCTION archive_original_comes_with_content();
"""


class Migration(migrations.Migration):
    """Makes the tables, and the triggers that keep originals."""

    replaces = [
        ("archive", "0002_originals_are_kept"),
        ("archive", "0004_erasures_know_the_words"),
        ("archive", "0009_place_of_a_run"),
    ]
    # 0001_users, by the name of the first that it replaces; see there.
    dependencies = [("archive", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name='ImportRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('running', 'Running'), ('finished', 'Finished'), ('interrupted', 'Interrupted'), ('failed', 'Failed')], default='running', max_length=12)),
                ('paths', models.JSONField(default=list)),
                ('options', models.JSONField(default=dict)),
                ('started_at', models.DateTimeField(auto_now_add=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('read', models.PositiveBigIntegerField(default=0)),
                ('stored', models.PositiveBigIntegerField(default=0, help_text='New articles and new revisions.')),
                ('revised', models.PositiveBigIntegerField(default=0, help_text='Of those stored: new texts of known articles.')),
                ('unchanged', models.PositiveBigIntegerField(default=0)),
                ('rejected', models.PositiveBigIntegerField(default=0)),
                ('message', models.TextField(blank=True)),
                ('place', models.JSONField(default=dict, editable=False, help_text='How far it has read, to go on from there.')),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('read', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('stored'), '+', models.F('unchanged')), '+', models.F('rejected')))), name='import_run_loses_nothing'),
                    models.CheckConstraint(condition=models.Q(('revised__lte', models.F('stored'))), name='import_run_revised_are_stored'),
                    models.CheckConstraint(condition=models.Q(models.Q(('finished_at', None), ('state', 'running')), models.Q(models.Q(('state', 'running'), _negated=True), ('finished_at__isnull', False)), _connector='OR'), name='import_run_ends_when_not_running'),
                    models.CheckConstraint(condition=models.Q(('state__in', ['running', 'finished', 'interrupted', 'failed'])), name='import_run_state_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Original',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(max_length=64)),
                ('media_type', models.CharField(max_length=100)),
                ('name', models.TextField(help_text='File as it was named when first received.')),
                ('position', models.PositiveBigIntegerField(default=1, help_text='Line in that file, from 1.')),
                ('size', models.PositiveBigIntegerField(help_text='Bytes.')),
                ('content', models.BinaryField(null=True)),
                ('received_at', models.DateTimeField(auto_now_add=True)),
                ('import_run', models.ForeignKey(on_delete=models.PROTECT, related_name='originals', to='archive.importrun')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [
                    models.UniqueConstraint(fields=('sha256',), name='original_stored_once'),
                    models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='original_sha256_is_hex'),
                    models.CheckConstraint(condition=models.Q(('content', None), models.Q(('content__isnull', False), ('sha256', archive.models.imports.Sha256('content'))), _connector='OR'), name='original_sha256_is_its_contents'),
                    models.CheckConstraint(condition=models.Q(('content', None), models.Q(('content__isnull', False), ('size', archive.models.imports.OctetLength('content'))), _connector='OR'), name='original_size_is_its_contents'),
                ],
            },
        ),
        migrations.CreateModel(
            name='RejectedRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.TextField(help_text='File.')),
                ('position', models.PositiveBigIntegerField(default=1, help_text='Line in that file, from 1.')),
                ('reason', models.TextField()),
                ('size', models.PositiveBigIntegerField(help_text='Bytes of the record as received.')),
                ('content', models.BinaryField(help_text='The record as received, or its beginning where it is very large.')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('import_run', models.ForeignKey(on_delete=models.PROTECT, related_name='rejected_records', to='archive.importrun')),
                ('came_in', models.BooleanField(editable=False, help_text='Whether it came in when it was tried again.', null=True)),
                ('format', models.CharField(blank=True, editable=False, help_text='The reader that met it.', max_length=20)),
                ('head', models.BinaryField(default=bytes, help_text="What it stood under and cannot be read without: a table's header.")),
                ('retried_in', models.ForeignKey(blank=True, db_index=False, editable=False, help_text='The import that tried it again last.', null=True, on_delete=models.PROTECT, related_name='retried_records', to='archive.importrun')),
                ('retry_of', models.ForeignKey(blank=True, db_index=False, editable=False, help_text='The rejected record that was tried again, and rejected so.', null=True, on_delete=models.SET_NULL, related_name='retries', to='archive.rejectedrecord')),
            ],
            options={
                'ordering': ['id'],
                'indexes': [
                    models.Index(models.F('retry_of'), condition=models.Q(('retry_of__isnull', False)), name='rejected_record_retries'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('came_in', None), ('retried_in', None)), models.Q(('came_in__isnull', False), ('retried_in__isnull', False)), _connector='OR'), name='rejected_record_came_in_or_not_when_retried'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Erasure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(max_length=64)),
                ('reason', models.TextField()),
                ('erased_at', models.DateTimeField(auto_now_add=True)),
                ('erased_by', models.ForeignKey(on_delete=models.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('original', models.OneToOneField(on_delete=models.PROTECT, related_name='erasure', to='archive.original')),
                ('text_hashes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=64), blank=True, default=list, help_text='Of the texts that were made of it: the same words do not come in again.', size=None)),
            ],
            options={
                'indexes': [
                    django.contrib.postgres.indexes.GinIndex(fields=['text_hashes'], name='erasure_by_text_hashes'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='erasure_has_reason'),
                    models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='erasure_sha256_is_hex'),
                ],
            },
        ),
        migrations.RunSQL(KEEP, LET_GO),
        migrations.RunSQL(ORIGINAL_COMES_WITH_CONTENT, ORIGINAL_MAY_COME_EMPTY),
    ]  # fmt: skip
