"""Merges of what proved to be one, what they moved, and the old addresses, which go on leading somewhere."""

from django.conf import settings
from django.db import migrations, models
from pgtrigger.compiler import Trigger, UpsertTriggerSql


class Migration(migrations.Migration):
    """Makes the tables, merges and redirects with their history."""

    replaces = [("archive", "0014_rejected_records_tried_again")]
    dependencies = [("archive", "0007_links_and_stories")]
    operations = [
        migrations.CreateModel(
            name='Merge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('source', 'Source'), ('entity', 'Entity'), ('event', 'Event')], max_length=10)),
                ('keep_id', models.BigIntegerField()),
                ('lose_id', models.BigIntegerField()),
                ('loser', models.JSONField(help_text='The lost row as it was.')),
                ('choices', models.JSONField(blank=True, default=dict, help_text='Fields taken from the lost row.')),
                ('reason', models.TextField(blank=True)),
                ('merged_at', models.DateTimeField(auto_now_add=True)),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('merged_by', models.ForeignKey(on_delete=models.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=models.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-id'],
                'indexes': [
                    models.Index(models.F('kind'), models.F('keep_id'), name='merge_by_keeper'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('kind__in', ['source', 'entity', 'event'])), name='merge_kind_known'),
                    models.CheckConstraint(condition=models.Q(('keep_id', models.F('lose_id')), _negated=True), name='merge_not_with_itself'),
                    models.CheckConstraint(condition=models.Q(models.Q(('undone_at', None), ('undone_by', None)), models.Q(('undone_at__isnull', False), ('undone_by__isnull', False)), _connector='OR'), name='merge_undone_by_someone'),
                    models.UniqueConstraint(condition=models.Q(('undone_at', None)), fields=('kind', 'lose_id'), name='merge_loses_a_record_once'),
                ],
                'triggers': [
                    Trigger(name='insert_insert', sql=UpsertTriggerSql(func='INSERT INTO "archive_mergehistory" ("choices", "id", "keep_id", "kind", "lose_id", "loser", "merged_at", "merged_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "undone_at", "undone_by_id") VALUES (NEW."choices", NEW."id", NEW."keep_id", NEW."kind", NEW."lose_id", NEW."loser", NEW."merged_at", NEW."merged_by_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."undone_at", NEW."undone_by_id"); RETURN NULL;', hash='bd8242437da663081063a1d7e3d26662668fe21b', operation='INSERT', pgid='pgtrigger_insert_insert_26a41', table='archive_merge', when='AFTER')),
                    Trigger(name='update_update', sql=UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "archive_mergehistory" ("choices", "id", "keep_id", "kind", "lose_id", "loser", "merged_at", "merged_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "undone_at", "undone_by_id") VALUES (NEW."choices", NEW."id", NEW."keep_id", NEW."kind", NEW."lose_id", NEW."loser", NEW."merged_at", NEW."merged_by_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."undone_at", NEW."undone_by_id"); RETURN NULL;', hash='770273597f4870fe99a124652ff5e8515c95990c', operation='UPDATE', pgid='pgtrigger_update_update_657f2', table='archive_merge', when='AFTER')),
                    Trigger(name='delete_delete', sql=UpsertTriggerSql(func='INSERT INTO "archive_mergehistory" ("choices", "id", "keep_id", "kind", "lose_id", "loser", "merged_at", "merged_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "undone_at", "undone_by_id") VALUES (OLD."choices", OLD."id", OLD."keep_id", OLD."kind", OLD."lose_id", OLD."loser", OLD."merged_at", OLD."merged_by_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."undone_at", OLD."undone_by_id"); RETURN NULL;', hash='2f6f3eb429f7ce0e6c17df0e7fae51af938a89fa', operation='DELETE', pgid='pgtrigger_delete_delete_8e101', table='archive_merge', when='AFTER')),
                ],
            },
        ),
        migrations.CreateModel(
            name='MergeHistory',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('source', 'Source'), ('entity', 'Entity'), ('event', 'Event')], max_length=10)),
                ('keep_id', models.BigIntegerField()),
                ('lose_id', models.BigIntegerField()),
                ('loser', models.JSONField(help_text='The lost row as it was.')),
                ('choices', models.JSONField(blank=True, default=dict, help_text='Fields taken from the lost row.')),
                ('reason', models.TextField(blank=True)),
                ('merged_at', models.DateTimeField(auto_now_add=True)),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('merged_by', models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=models.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name='history', related_query_name='history_query', to='archive.merge')),
                ('undone_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=models.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'triggers': [
                    Trigger(name='append_only', sql=UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='3f1ba34c41bbd8fdf623d9a31410db4869d901cf', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_085ad', table='archive_mergehistory', when='BEFORE')),
                ],
            },
        ),
        migrations.CreateModel(
            name='MergeMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('table', models.CharField(max_length=63)),
                ('row_id', models.BigIntegerField()),
                ('action', models.CharField(choices=[('moved', 'Moved'), ('dropped', 'Dropped: the keeper had it'), ('changed', 'Changed')], max_length=10)),
                ('before', models.JSONField(help_text="The row's changed columns, or the whole row where it was dropped.")),
                ('merge', models.ForeignKey(on_delete=models.PROTECT, related_name='moves', to='archive.merge')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('action__in', ['moved', 'dropped', 'changed'])), name='merge_move_action_known'),
                    models.UniqueConstraint(fields=('merge', 'table', 'row_id'), name='merge_move_once_a_row'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Redirect',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('old_slug', models.CharField(blank=True, max_length=100)),
                ('old_id', models.BigIntegerField(blank=True, null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('entity', models.ForeignKey(blank=True, null=True, on_delete=models.PROTECT, related_name='redirects', to='archive.entity')),
                ('event', models.ForeignKey(blank=True, null=True, on_delete=models.PROTECT, related_name='redirects', to='archive.event')),
                ('merge', models.ForeignKey(blank=True, null=True, on_delete=models.PROTECT, related_name='redirects', to='archive.merge')),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=models.PROTECT, related_name='redirects', to='archive.source')),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('entity', None), ('event', None), ('source__isnull', False)), models.Q(('entity__isnull', False), ('event', None), ('source', None)), models.Q(('entity', None), ('event__isnull', False), ('source', None)), _connector='OR'), name='redirect_leads_to_one_record'),
                    models.CheckConstraint(condition=models.Q(models.Q(('old_slug', ''), _negated=True), ('old_id__isnull', False), _connector='OR'), name='redirect_from_something'),
                    models.UniqueConstraint(condition=models.Q(('source__isnull', False), models.Q(('old_slug', ''), _negated=True)), fields=('old_slug',), name='redirect_source_slug_once'),
                    models.UniqueConstraint(condition=models.Q(('entity__isnull', False), models.Q(('old_slug', ''), _negated=True)), fields=('old_slug',), name='redirect_entity_slug_once'),
                    models.UniqueConstraint(condition=models.Q(('event__isnull', False), models.Q(('old_slug', ''), _negated=True)), fields=('old_slug',), name='redirect_event_slug_once'),
                    models.UniqueConstraint(condition=models.Q(('source__isnull', False)), fields=('old_id',), name='redirect_source_id_once'),
                    models.UniqueConstraint(condition=models.Q(('entity__isnull', False)), fields=('old_id',), name='redirect_entity_id_once'),
                    models.UniqueConstraint(condition=models.Q(('event__isnull', False)), fields=('old_id',), name='redirect_event_id_once'),
                ],
                'triggers': [
                    Trigger(name='insert_insert', sql=UpsertTriggerSql(func='INSERT INTO "archive_redirecthistory" ("created_at", "entity_id", "event_id", "id", "merge_id", "old_id", "old_slug", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id") VALUES (NEW."created_at", NEW."entity_id", NEW."event_id", NEW."id", NEW."merge_id", NEW."old_id", NEW."old_slug", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."source_id"); RETURN NULL;', hash='e2c4b9dcbbbbc66a2ab9f48d4137c726a877024e', operation='INSERT', pgid='pgtrigger_insert_insert_88838', table='archive_redirect', when='AFTER')),
                    Trigger(name='update_update', sql=UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "archive_redirecthistory" ("created_at", "entity_id", "event_id", "id", "merge_id", "old_id", "old_slug", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id") VALUES (NEW."created_at", NEW."entity_id", NEW."event_id", NEW."id", NEW."merge_id", NEW."old_id", NEW."old_slug", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."source_id"); RETURN NULL;', hash='5284db8043bcdc9ebe68dcaede860ab40def468f', operation='UPDATE', pgid='pgtrigger_update_update_8b768', table='archive_redirect', when='AFTER')),
                    Trigger(name='delete_delete', sql=UpsertTriggerSql(func='INSERT INTO "archive_redirecthistory" ("created_at", "entity_id", "event_id", "id", "merge_id", "old_id", "old_slug", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id") VALUES (OLD."created_at", OLD."entity_id", OLD."event_id", OLD."id", OLD."merge_id", OLD."old_id", OLD."old_slug", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."source_id"); RETURN NULL;', hash='74793bed206b6faafe0a7acf344bbe3d58de008d', operation='DELETE', pgid='pgtrigger_delete_delete_b649d', table='archive_redirect', when='AFTER')),
                ],
            },
        ),
        migrations.CreateModel(
            name='RedirectHistory',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('old_slug', models.CharField(blank=True, max_length=100)),
                ('old_id', models.BigIntegerField(blank=True, null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('entity', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=models.DO_NOTHING, related_name='+', related_query_name='+', to='archive.entity')),
                ('event', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=models.DO_NOTHING, related_name='+', related_query_name='+', to='archive.event')),
                ('merge', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=models.DO_NOTHING, related_name='+', related_query_name='+', to='archive.merge')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=models.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name='history', related_query_name='history_query', to='archive.redirect')),
                ('source', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=models.DO_NOTHING, related_name='+', related_query_name='+', to='archive.source')),
            ],
            options={
                'triggers': [
                    Trigger(name='append_only', sql=UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='659fd2399486ccebf7811fc42e78d25926e3422e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_46c8c', table='archive_redirecthistory', when='BEFORE')),
                ],
            },
        ),
    ]  # fmt: skip
