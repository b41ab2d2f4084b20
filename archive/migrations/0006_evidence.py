"""What was read out of articles: credits, mentions, coverage of events, and the dates and figures of each.

What was said of an earlier text is kept with that text. The index `mention_unresolved_by_name` is for counting in
how many articles an unknown name stands.
"""

import django.db.models.fields.json
from django.conf import settings
from django.db import migrations, models
from pgtrigger.compiler import Trigger, UpsertTriggerSql

# A mention's kind is its entity's, and follows it when an editor corrects it: a foreign key over two
# columns, which Django has no words for.
MENTION = """
    ALTER TABLE archive_mention ADD CONSTRAINT mention_kind_is_its_entitys
        FOREIGN KEY (entity_id, kind) REFERENCES archive_entity (id, kind) ON UPDATE CASCADE;
"""


class Migration(migrations.Migration):
    """Makes the tables, and the foreign key by which a mention has the kind of its entity."""

    replaces = [("archive", "0008_evidence_follows_the_text"), ("archive", "0012_extractions")]
    dependencies = [("archive", "0005_articles")]
    operations = [
        migrations.CreateModel(
            name='Credit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verdict', models.CharField(choices=[('suggested', 'Suggested'), ('accepted', 'Accepted'), ('rejected', 'Rejected'), ('unsure', 'Unsure')], default='suggested', max_length=10)),
                ('score', models.FloatField(blank=True, help_text='How sure the machine is, 0 to 1.', null=True)),
                ('evidence', models.JSONField(blank=True, default=dict)),
                ('known_by', models.CharField(choices=[('rule', 'Rule'), ('model', 'Model'), ('editor', 'Editor')], default='rule', max_length=10)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.TextField(blank=True, help_text='Why the editor decided so.')),
                ('kind', models.CharField(choices=[('wire', 'Wire'), ('photo', 'Photo'), ('cited', 'Cited')], max_length=10)),
                ('named_as', models.CharField(help_text='As the article names it: "an Afghan official".', max_length=300)),
                ('field', models.CharField(choices=[('headline', 'Headline'), ('text', 'Text'), ('caption', 'Caption'), ('byline', 'Byline')], default='text', max_length=10)),
                ('words', models.TextField(help_text='The words that show the debt.')),
                ('start', models.PositiveIntegerField(blank=True, help_text='Where the words start, in characters.', null=True)),
                ('end', models.PositiveIntegerField(blank=True, null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('article', models.ForeignKey(db_index=False, on_delete=models.PROTECT, related_name='credits', to='archive.article')),
                ('decided_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=models.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('source', models.ForeignKey(blank=True, db_index=False, help_text='Empty: not named, or unknown.', null=True, on_delete=models.PROTECT, related_name='credits', to='archive.source')),
                ('revision', models.ForeignKey(blank=True, db_index=False, editable=False, help_text='The earlier text that the words stand in; empty: the present one.', null=True, on_delete=models.PROTECT, related_name='credits', to='archive.revision')),
            ],
            options={
                'ordering': ['article', 'kind', 'start', 'id'],
                'indexes': [
                    models.Index(models.F('source'), models.F('kind'), models.F('article'), name='credit_by_source'),
                    models.Index(models.OrderBy(models.F('score'), descending=True, nulls_last=True), models.F('id'), condition=models.Q(('verdict', 'suggested')), name='credit_queue'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('verdict__in', ['suggested', 'accepted', 'rejected', 'unsure'])), name='credit_verdict_known'),
                    models.CheckConstraint(condition=models.Q(('known_by__in', ['rule', 'model', 'editor'])), name='credit_known_by_known'),
                    models.CheckConstraint(condition=models.Q(('score', None), models.Q(('score__gte', 0), ('score__lte', 1)), _connector='OR'), name='credit_score_0_to_1'),
                    models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('verdict', 'suggested')), models.Q(models.Q(('verdict', 'suggested'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='credit_decision_names_editor'),
                    models.CheckConstraint(condition=models.Q(('kind__in', ['wire', 'photo', 'cited'])), name='credit_kind_known'),
                    models.CheckConstraint(condition=models.Q(models.Q(('end', None), ('start', None)), models.Q(('end__gt', models.F('start')), ('end__isnull', False), ('start__isnull', False)), _connector='OR'), name='credit_span'),
                    models.UniqueConstraint(fields=('article', 'kind', 'source', 'named_as', 'field', 'start', 'revision'), name='credit_unique', nulls_distinct=False),
                ],
                'triggers': [
                    Trigger(name='insert_insert', sql=UpsertTriggerSql(func='INSERT INTO "archive_credithistory" ("article_id", "created_at", "decided_at", "decided_by_id", "end", "evidence", "field", "id", "kind", "known_by", "named_as", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "revision_id", "score", "source_id", "start", "verdict", "words") VALUES (NEW."article_id", NEW."created_at", NEW."decided_at", NEW."decided_by_id", NEW."end", NEW."evidence", NEW."field", NEW."id", NEW."kind", NEW."known_by", NEW."named_as", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."revision_id", NEW."score", NEW."source_id", NEW."start", NEW."verdict", NEW."words"); RETURN NULL;', hash='e286d3c4802ffe280ab49b40ee5bf9d05c8aa812', operation='INSERT', pgid='pgtrigger_insert_insert_ef285', table='archive_credit', when='AFTER')),
                    Trigger(name='update_update', sql=UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "archive_credithistory" ("article_id", "created_at", "decided_at", "decided_by_id", "end", "evidence", "field", "id", "kind", "known_by", "named_as", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "revision_id", "score", "source_id", "start", "verdict", "words") VALUES (NEW."article_id", NEW."created_at", NEW."decided_at", NEW."decided_by_id", NEW."end", NEW."evidence", NEW."field", NEW."id", NEW."kind", NEW."known_by", NEW."named_as", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."revision_id", NEW."score", NEW."source_id", NEW."start", NEW."verdict", NEW."words"); RETURN NULL;', hash='4efe66f08fa9c910b2e171cfc83c7a3052885cc5', operation='UPDATE', pgid='pgtrigger_update_update_e0c9b', table='archive_credit', when='AFTER')),
                    Trigger(name='delete_delete', sql=UpsertTriggerSql(func='INSERT INTO "archive_credithistory" ("article_id", "created_at", "decided_at", "decided_by_id", "end", "evidence", "field", "id", "kind", "known_by", "named_as", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "revision_id", "score", "source_id", "start", "verdict", "words") VALUES (OLD."article_id", OLD."created_at", OLD."decided_at", OLD."decided_by_id", OLD."end", OLD."evidence", OLD."field", OLD."id", OLD."kind", OLD."known_by", OLD."named_as", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."revision_id", OLD."score", OLD."source_id", OLD."start", OLD."verdict", OLD."words"); RETURN NULL;', hash='e76a4ec1b2bc0bfca9b05f9b98226dd04e880040', operation='DELETE', pgid='pgtrigger_delete_delete_a8248', table='archive_credit', when='AFTER')),
                ],
            },
        ),
        migrations.CreateModel(
            name='CreditHistory',
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
                ('kind', models.CharField(choices=[('wire', 'Wire'), ('photo', 'Photo'), ('cited', 'Cited')], max_length=10)),
                ('named_as', models.CharField(help_text='As the article names it: "an Afghan official".', max_length=300)),
                ('field', models.CharField(choices=[('headline', 'Headline'), ('text', 'Text'), ('caption', 'Caption'), ('byline', 'Byline')], default='text', max_length=10)),
                ('words', models.TextField(help_text='The words that show the debt.')),
                ('start', models.PositiveIntegerField(blank=True, help_text='Where the words start, in characters.', null=True)),
                ('end', models.PositiveIntegerField(blank=True, null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('article', models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name='+', related_query_name='+', to='archive.article')),
                ('decided_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=models.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=models.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name='history', related_query_name='history_query', to='archive.credit')),
                ('source', models.ForeignKey(blank=True, db_constraint=False, help_text='Empty: not named, or unknown.', null=True, on_delete=models.DO_NOTHING, related_name='+', related_query_name='+', to='archive.source')),
                ('revision', models.ForeignKey(blank=True, db_constraint=False, editable=False, help_text='The earlier text that the words stand in; empty: the present one.', null=True, on_delete=models.DO_NOTHING, related_name='+', related_query_name='+', to='archive.revision')),
            ],
            options={
                'triggers': [
                    Trigger(name='append_only', sql=UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6a995ef934efc3304eae8bfe7489ce4d6de44f6a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_099e7', table='archive_credithistory', when='BEFORE')),
                ],
            },
        ),
        migrations.CreateModel(
            name='Mention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verdict', models.CharField(choices=[('suggested', 'Suggested'), ('accepted', 'Accepted'), ('rejected', 'Rejected'), ('unsure', 'Unsure')], default='suggested', max_length=10)),
                ('score', models.FloatField(blank=True, help_text='How sure the machine is, 0 to 1.', null=True)),
                ('evidence', models.JSONField(blank=True, default=dict)),
                ('known_by', models.CharField(choices=[('rule', 'Rule'), ('model', 'Model'), ('editor', 'Editor')], default='rule', max_length=10)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.TextField(blank=True, help_text='Why the editor decided so.')),
                ('kind', models.CharField(choices=[('person', 'Person'), ('organisation', 'Organisation'), ('place', 'Place')], max_length=12)),
                ('field', models.CharField(choices=[('headline', 'Headline'), ('text', 'Text'), ('caption', 'Caption'), ('byline', 'Byline')], default='text', max_length=10)),
                ('start', models.PositiveIntegerField()),
                ('end', models.PositiveIntegerField()),
                ('surface', models.CharField(help_text='As the article writes it.', max_length=300)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('article', models.ForeignKey(db_index=False, on_delete=models.PROTECT, related_name='mentions', to='archive.article')),
                ('decided_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=models.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entity', models.ForeignKey(blank=True, db_index=False, help_text='Empty: not resolved yet.', null=True, on_delete=models.PROTECT, related_name='mentions', to='archive.entity')),
                ('revision', models.ForeignKey(blank=True, db_index=False, editable=False, help_text='The earlier text that it stands in; empty: the present one.', null=True, on_delete=models.PROTECT, related_name='mentions', to='archive.revision')),
            ],
            options={
                'ordering': ['article', 'field', 'start', 'id'],
                'indexes': [
                    models.Index(models.F('entity'), models.F('article'), name='mention_by_entity'),
                    models.Index(models.OrderBy(models.F('score'), descending=True, nulls_last=True), models.F('id'), condition=models.Q(('verdict', 'suggested')), name='mention_queue'),
                    models.Index(django.db.models.fields.json.KeyTextTransform('full', 'evidence'), models.F('kind'), models.F('article'), condition=models.Q(('entity', None), ('revision', None), ('verdict', 'suggested')), name='mention_unresolved_by_name'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('verdict__in', ['suggested', 'accepted', 'rejected', 'unsure'])), name='mention_verdict_known'),
                    models.CheckConstraint(condition=models.Q(('known_by__in', ['rule', 'model', 'editor'])), name='mention_known_by_known'),
                    models.CheckConstraint(condition=models.Q(('score', None), models.Q(('score__gte', 0), ('score__lte', 1)), _connector='OR'), name='mention_score_0_to_1'),
                    models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('verdict', 'suggested')), models.Q(models.Q(('verdict', 'suggested'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='mention_decision_names_editor'),
                    models.CheckConstraint(condition=models.Q(('end__gt', models.F('start'))), name='mention_span'),
                    models.CheckConstraint(condition=models.Q(('kind__in', ['person', 'organisation', 'place'])), name='mention_kind_known'),
                    models.CheckConstraint(condition=models.Q(models.Q(('verdict', 'accepted'), _negated=True), ('entity__isnull', False), _connector='OR'), name='mention_accepted_is_resolved'),
                    models.UniqueConstraint(fields=('article', 'field', 'start', 'end', 'entity', 'revision'), name='mention_unique', nulls_distinct=False),
                    models.UniqueConstraint(condition=models.Q(('revision', None), ('verdict', 'accepted')), fields=('article', 'field', 'start', 'end'), name='mention_accepted_once_a_span'),
                ],
                'triggers': [
                    Trigger(name='insert_insert', sql=UpsertTriggerSql(func='INSERT INTO "archive_mentionhistory" ("article_id", "created_at", "decided_at", "decided_by_id", "end", "entity_id", "evidence", "field", "id", "kind", "known_by", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "revision_id", "score", "start", "surface", "verdict") VALUES (NEW."article_id", NEW."created_at", NEW."decided_at", NEW."decided_by_id", NEW."end", NEW."entity_id", NEW."evidence", NEW."field", NEW."id", NEW."kind", NEW."known_by", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."revision_id", NEW."score", NEW."start", NEW."surface", NEW."verdict"); RETURN NULL;', hash='fdfce8877e6fd3c34fd928142e1781570fc5458e', operation='INSERT', pgid='pgtrigger_insert_insert_eea74', table='archive_mention', when='AFTER')),
                    Trigger(name='update_update', sql=UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "archive_mentionhistory" ("article_id", "created_at", "decided_at", "decided_by_id", "end", "entity_id", "evidence", "field", "id", "kind", "known_by", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "revision_id", "score", "start", "surface", "verdict") VALUES (NEW."article_id", NEW."created_at", NEW."decided_at", NEW."decided_by_id", NEW."end", NEW."entity_id", NEW."evidence", NEW."field", NEW."id", NEW."kind", NEW."known_by", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."revision_id", NEW."score", NEW."start", NEW."surface", NEW."verdict"); RETURN NULL;', hash='601d2934422ffaf54745be1e63f00882a326bc8a', operation='UPDATE', pgid='pgtrigger_update_update_59d1d', table='archive_mention', when='AFTER')),
                    Trigger(name='delete_delete', sql=UpsertTriggerSql(func='INSERT INTO "archive_mentionhistory" ("article_id", "created_at", "decided_at", "decided_by_id", "end", "entity_id", "evidence", "field", "id", "kind", "known_by", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "revision_id", "score", "start", "surface", "verdict") VALUES (OLD."article_id", OLD."created_at", OLD."decided_at", OLD."decided_by_id", OLD."end", OLD."entity_id", OLD."evidence", OLD."field", OLD."id", OLD."kind", OLD."known_by", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."revision_id", OLD."score", OLD."start", OLD."surface", OLD."verdict"); RETURN NULL;', hash='fb5ad11ee83c5da109fc0158086ac137b8e9bf37', operation='DELETE', pgid='pgtrigger_delete_delete_835bf', table='archive_mention', when='AFTER')),
                ],
            },
        ),
        migrations.CreateModel(
            name='MentionHistory',
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
                ('kind', models.CharField(choices=[('person', 'Person'), ('organisation', 'Organisation'), ('place', 'Place')], max_length=12)),
                ('field', models.CharField(choices=[('headline', 'Headline'), ('text', 'Text'), ('caption', 'Caption'), ('byline', 'Byline')], default='text', max_length=10)),
                ('start', models.PositiveIntegerField()),
                ('end', models.PositiveIntegerField()),
                ('surface', models.CharField(help_text='As the article writes it.', max_length=300)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('article', models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name='+', related_query_name='+', to='archive.article')),
                ('decided_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=models.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('entity', models.ForeignKey(blank=True, db_constraint=False, help_text='Empty: not resolved yet.', null=True, on_delete=models.DO_NOTHING, related_name='+', related_query_name='+', to='archive.entity')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=models.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name='history', related_query_name='history_query', to='archive.mention')),
                ('revision', models.ForeignKey(blank=True, db_constraint=False, editable=False, help_text='The earlier text that it stands in; empty: the present one.', null=True, on_delete=models.DO_NOTHING, related_name='+', related_query_name='+', to='archive.revision')),
            ],
            options={
                'triggers': [
                    Trigger(name='append_only', sql=UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='09fea1036cc71fd9cb9063b124397d7675b71c0a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e2c80', table='archive_mentionhistory', when='BEFORE')),
                ],
            },
        ),
        migrations.CreateModel(
            name='Coverage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verdict', models.CharField(choices=[('suggested', 'Suggested'), ('accepted', 'Accepted'), ('rejected', 'Rejected'), ('unsure', 'Unsure')], default='suggested', max_length=10)),
                ('score', models.FloatField(blank=True, help_text='How sure the machine is, 0 to 1.', null=True)),
                ('evidence', models.JSONField(blank=True, default=dict)),
                ('known_by', models.CharField(choices=[('rule', 'Rule'), ('model', 'Model'), ('editor', 'Editor')], default='rule', max_length=10)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.TextField(blank=True, help_text='Why the editor decided so.')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('article', models.ForeignKey(db_index=False, on_delete=models.PROTECT, related_name='coverage', to='archive.article')),
                ('decided_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=models.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('event', models.ForeignKey(db_index=False, on_delete=models.PROTECT, related_name='coverage', to='archive.event')),
            ],
            options={
                'verbose_name_plural': 'coverage',
                'ordering': ['event', 'article'],
                'indexes': [
                    models.Index(models.F('event'), models.F('article'), name='coverage_by_event'),
                    models.Index(models.OrderBy(models.F('score'), descending=True, nulls_last=True), models.F('id'), condition=models.Q(('verdict', 'suggested')), name='coverage_queue'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('verdict__in', ['suggested', 'accepted', 'rejected', 'unsure'])), name='coverage_verdict_known'),
                    models.CheckConstraint(condition=models.Q(('known_by__in', ['rule', 'model', 'editor'])), name='coverage_known_by_known'),
                    models.CheckConstraint(condition=models.Q(('score', None), models.Q(('score__gte', 0), ('score__lte', 1)), _connector='OR'), name='coverage_score_0_to_1'),
                    models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('verdict', 'suggested')), models.Q(models.Q(('verdict', 'suggested'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='coverage_decision_names_editor'),
                    models.UniqueConstraint(fields=('article', 'event'), name='coverage_unique'),
                ],
                'triggers': [
                    Trigger(name='insert_insert', sql=UpsertTriggerSql(func='INSERT INTO "archive_coveragehistory" ("article_id", "created_at", "decided_at", "decided_by_id", "event_id", "evidence", "id", "known_by", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "score", "verdict") VALUES (NEW."article_id", NEW."created_at", NEW."decided_at", NEW."decided_by_id", NEW."event_id", NEW."evidence", NEW."id", NEW."known_by", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."score", NEW."verdict"); RETURN NULL;', hash='2dedff63deaeec34520fb5a9b3abcb596934764b', operation='INSERT', pgid='pgtrigger_insert_insert_ee2ce', table='archive_coverage', when='AFTER')),
                    Trigger(name='update_update', sql=UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "archive_coveragehistory" ("article_id", "created_at", "decided_at", "decided_by_id", "event_id", "evidence", "id", "known_by", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "score", "verdict") VALUES (NEW."article_id", NEW."created_at", NEW."decided_at", NEW."decided_by_id", NEW."event_id", NEW."evidence", NEW."id", NEW."known_by", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."score", NEW."verdict"); RETURN NULL;', hash='2bef5375db3eb33db347ca35c73160c805f64d7f', operation='UPDATE', pgid='pgtrigger_update_update_029ce', table='archive_coverage', when='AFTER')),
                    Trigger(name='delete_delete', sql=UpsertTriggerSql(func='INSERT INTO "archive_coveragehistory" ("article_id", "created_at", "decided_at", "decided_by_id", "event_id", "evidence", "id", "known_by", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "score", "verdict") VALUES (OLD."article_id", OLD."created_at", OLD."decided_at", OLD."decided_by_id", OLD."event_id", OLD."evidence", OLD."id", OLD."known_by", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."score", OLD."verdict"); RETURN NULL;', hash='2ab55bafe92395927eeeeb067bade7d6b36b71b2', operation='DELETE', pgid='pgtrigger_delete_delete_e5a68', table='archive_coverage', when='AFTER')),
                ],
            },
        ),
        migrations.CreateModel(
            name='CoverageHistory',
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
                ('article', models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name='+', related_query_name='+', to='archive.article')),
                ('decided_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=models.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=models.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name='history', related_query_name='history_query', to='archive.coverage')),
                ('event', models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name='+', related_query_name='+', to='archive.event')),
            ],
            options={
                'triggers': [
                    Trigger(name='append_only', sql=UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='880c85c11ef3a74155e06869498e2622e9f18eaf', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_05fac', table='archive_coveragehistory', when='BEFORE')),
                ],
            },
        ),
        migrations.CreateModel(
            name='Extraction',
            fields=[
                ('article', models.OneToOneField(on_delete=models.PROTECT, primary_key=True, related_name='extraction', serialize=False, to='archive.article')),
                ('article_updated_at', models.DateTimeField(help_text='Of the article, when it was read.')),
                ('version', models.PositiveIntegerField(help_text='Of the rules that read it.')),
                ('dates', models.JSONField(default=list)),
                ('figures', models.JSONField(default=list)),
                ('extracted_at', models.DateTimeField(auto_now=True)),
            ],
        ),
        migrations.RunSQL(MENTION, "ALTER TABLE archive_mention DROP CONSTRAINT mention_kind_is_its_entitys"),
    ]  # fmt: skip
