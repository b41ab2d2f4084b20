"""Articles that derive from one another, the stories they form, and the tables that matching finds them by.

A story remembers whether an editor chose its lead and its origin: regrouping then keeps them. Of matching there are
fingerprints, term frequencies, and the indexes that candidates are found by.
"""

import django.contrib.postgres.fields
from django.conf import settings
from django.db import migrations, models
from pgtrigger.compiler import Trigger, UpsertTriggerSql

# A story's lead is one of its members, at the end of every transaction: the story comes first, its members
# then. A foreign key over two columns, which Django has no words for.
STORY = """
    ALTER TABLE archive_story ADD CONSTRAINT story_lead_is_a_member
        FOREIGN KEY (id, lead_id) REFERENCES archive_storymember (story_id, article_id)
        DEFERRABLE INITIALLY DEFERRED;
"""


class Migration(migrations.Migration):
    """Makes the tables, and the foreign key that holds the lead of a story among its members."""

    replaces = [("archive", "0006_stories_remember_what_editors_chose"), ("archive", "0010_matching")]
    dependencies = [("archive", "0006_evidence")]
    operations = [
        migrations.CreateModel(
            name='ArticleLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verdict', models.CharField(choices=[('suggested', 'Suggested'), ('accepted', 'Accepted'), ('rejected', 'Rejected'), ('unsure', 'Unsure')], default='suggested', max_length=10)),
                ('score', models.FloatField(blank=True, help_text='How sure the machine is, 0 to 1.', null=True)),
                ('evidence', models.JSONField(blank=True, default=dict)),
                ('known_by', models.CharField(choices=[('rule', 'Rule'), ('model', 'Model'), ('editor', 'Editor')], default='rule', max_length=10)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.TextField(blank=True, help_text='Why the editor decided so.')),
                ('relation', models.CharField(choices=[('copy', 'Copy'), ('edited copy', 'Edited copy'), ('rewrite', 'Rewrite'), ('update', 'Update'), ('same event', 'Same event')], max_length=12)),
                ('first', models.CharField(choices=[('left', 'Left'), ('right', 'Right'), ('unknown', 'Unknown')], default='unknown', help_text='Which text the other derives from.', max_length=8)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('decided_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=models.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('left', models.ForeignKey(db_index=False, on_delete=models.PROTECT, related_name='links_right', to='archive.article')),
                ('right', models.ForeignKey(db_index=False, on_delete=models.PROTECT, related_name='links_left', to='archive.article')),
            ],
            options={
                'ordering': ['-id'],
                'indexes': [
                    models.Index(models.F('right'), models.F('left'), name='article_link_by_right'),
                    models.Index(models.OrderBy(models.F('score'), descending=True, nulls_last=True), models.F('id'), condition=models.Q(('verdict', 'suggested')), name='article_link_queue'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('verdict__in', ['suggested', 'accepted', 'rejected', 'unsure'])), name='article_link_verdict_known'),
                    models.CheckConstraint(condition=models.Q(('known_by__in', ['rule', 'model', 'editor'])), name='article_link_known_by_known'),
                    models.CheckConstraint(condition=models.Q(('score', None), models.Q(('score__gte', 0), ('score__lte', 1)), _connector='OR'), name='article_link_score_0_to_1'),
                    models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('verdict', 'suggested')), models.Q(models.Q(('verdict', 'suggested'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='article_link_decision_names_editor'),
                    models.CheckConstraint(condition=models.Q(('left__lt', models.F('right'))), name='article_link_stored_once'),
                    models.UniqueConstraint(fields=('left', 'right'), name='article_link_unique'),
                    models.CheckConstraint(condition=models.Q(('relation__in', ['copy', 'edited copy', 'rewrite', 'update', 'same event'])), name='article_link_relation_known'),
                    models.CheckConstraint(condition=models.Q(('first__in', ['left', 'right', 'unknown'])), name='article_link_first_known'),
                ],
                'triggers': [
                    Trigger(name='insert_insert', sql=UpsertTriggerSql(func='INSERT INTO "archive_articlelinkhistory" ("created_at", "decided_at", "decided_by_id", "evidence", "first", "id", "known_by", "left_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "relation", "right_id", "score", "verdict") VALUES (NEW."created_at", NEW."decided_at", NEW."decided_by_id", NEW."evidence", NEW."first", NEW."id", NEW."known_by", NEW."left_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."relation", NEW."right_id", NEW."score", NEW."verdict"); RETURN NULL;', hash='617a24c718b8d423b7a309537fbff3736c105bc7', operation='INSERT', pgid='pgtrigger_insert_insert_a84e8', table='archive_articlelink', when='AFTER')),
                    Trigger(name='update_update', sql=UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "archive_articlelinkhistory" ("created_at", "decided_at", "decided_by_id", "evidence", "first", "id", "known_by", "left_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "relation", "right_id", "score", "verdict") VALUES (NEW."created_at", NEW."decided_at", NEW."decided_by_id", NEW."evidence", NEW."first", NEW."id", NEW."known_by", NEW."left_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."relation", NEW."right_id", NEW."score", NEW."verdict"); RETURN NULL;', hash='840fdbc616758f2887707e8ac4a03a51758668d9', operation='UPDATE', pgid='pgtrigger_update_update_7406a', table='archive_articlelink', when='AFTER')),
                    Trigger(name='delete_delete', sql=UpsertTriggerSql(func='INSERT INTO "archive_articlelinkhistory" ("created_at", "decided_at", "decided_by_id", "evidence", "first", "id", "known_by", "left_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "relation", "right_id", "score", "verdict") VALUES (OLD."created_at", OLD."decided_at", OLD."decided_by_id", OLD."evidence", OLD."first", OLD."id", OLD."known_by", OLD."left_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."relation", OLD."right_id", OLD."score", OLD."verdict"); RETURN NULL;', hash='34fb8f2d19b291a5a034e7ef6d75bdefafcc7a7a', operation='DELETE', pgid='pgtrigger_delete_delete_150b4', table='archive_articlelink', when='AFTER')),
                ],
            },
        ),
        migrations.CreateModel(
            name='ArticleLinkHistory',
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
                ('relation', models.CharField(choices=[('copy', 'Copy'), ('edited copy', 'Edited copy'), ('rewrite', 'Rewrite'), ('update', 'Update'), ('same event', 'Same event')], max_length=12)),
                ('first', models.CharField(choices=[('left', 'Left'), ('right', 'Right'), ('unknown', 'Unknown')], default='unknown', help_text='Which text the other derives from.', max_length=8)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('decided_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=models.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('left', models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name='+', related_query_name='+', to='archive.article')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=models.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name='history', related_query_name='history_query', to='archive.articlelink')),
                ('right', models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name='+', related_query_name='+', to='archive.article')),
            ],
            options={
                'triggers': [
                    Trigger(name='append_only', sql=UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a1405c40585cefae5f327e5be7a4d59fa6883311', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_8b378', table='archive_articlelinkhistory', when='BEFORE')),
                ],
            },
        ),
        migrations.CreateModel(
            name='Story',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('lead', models.ForeignKey(on_delete=models.PROTECT, related_name='leads', to='archive.article')),
                ('origin', models.ForeignKey(blank=True, help_text='Whose report it was first.', null=True, on_delete=models.PROTECT, related_name='originated', to='archive.source')),
                ('lead_by_editor', models.BooleanField(default=False, help_text='An editor chose the lead: it stays when facts change.')),
                ('origin_by_editor', models.BooleanField(default=False, help_text='An editor chose the origin: it stays when facts change.')),
            ],
            options={
                'verbose_name_plural': 'stories',
                'ordering': ['-id'],
                'triggers': [
                    Trigger(name='insert_insert', sql=UpsertTriggerSql(func='INSERT INTO "archive_storyhistory" ("created_at", "id", "lead_by_editor", "lead_id", "origin_by_editor", "origin_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."created_at", NEW."id", NEW."lead_by_editor", NEW."lead_id", NEW."origin_by_editor", NEW."origin_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='05790b3feee6fd616f72b38b321f45b5fd53559f', operation='INSERT', pgid='pgtrigger_insert_insert_d2ebf', table='archive_story', when='AFTER')),
                    Trigger(name='update_update', sql=UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "archive_storyhistory" ("created_at", "id", "lead_by_editor", "lead_id", "origin_by_editor", "origin_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."created_at", NEW."id", NEW."lead_by_editor", NEW."lead_id", NEW."origin_by_editor", NEW."origin_id", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='b5a4655db4729e59d783b8a05b26c88ba0663081', operation='UPDATE', pgid='pgtrigger_update_update_a2efc', table='archive_story', when='AFTER')),
                    Trigger(name='delete_delete', sql=UpsertTriggerSql(func='INSERT INTO "archive_storyhistory" ("created_at", "id", "lead_by_editor", "lead_id", "origin_by_editor", "origin_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."created_at", OLD."id", OLD."lead_by_editor", OLD."lead_id", OLD."origin_by_editor", OLD."origin_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='f8bdfe751f7976c2770fac03463b3768feb155fd', operation='DELETE', pgid='pgtrigger_delete_delete_3ff1a', table='archive_story', when='AFTER')),
                ],
            },
        ),
        migrations.CreateModel(
            name='StoryHistory',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('lead', models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name='+', related_query_name='+', to='archive.article')),
                ('origin', models.ForeignKey(blank=True, db_constraint=False, help_text='Whose report it was first.', null=True, on_delete=models.DO_NOTHING, related_name='+', related_query_name='+', to='archive.source')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=models.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name='history', related_query_name='history_query', to='archive.story')),
                ('lead_by_editor', models.BooleanField(default=False, help_text='An editor chose the lead: it stays when facts change.')),
                ('origin_by_editor', models.BooleanField(default=False, help_text='An editor chose the origin: it stays when facts change.')),
            ],
            options={
                'triggers': [
                    Trigger(name='append_only', sql=UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9da4d8d077e22ea74a0ee8b5333aeef01bfc77b7', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_99fde', table='archive_storyhistory', when='BEFORE')),
                ],
            },
        ),
        migrations.CreateModel(
            name='StoryMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('article', models.OneToOneField(on_delete=models.PROTECT, related_name='story_membership', to='archive.article')),
                ('story', models.ForeignKey(on_delete=models.CASCADE, related_name='members', to='archive.story')),
            ],
            options={
                'ordering': ['story', 'article'],
                'constraints': [
                    models.UniqueConstraint(fields=('story', 'article'), name='story_member_unique'),
                ],
                'triggers': [
                    Trigger(name='insert_insert', sql=UpsertTriggerSql(func='INSERT INTO "archive_storymemberhistory" ("article_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "story_id") VALUES (NEW."article_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."story_id"); RETURN NULL;', hash='7d70fe9baed9ded3fa1ed6331e943583b0453651', operation='INSERT', pgid='pgtrigger_insert_insert_0f75b', table='archive_storymember', when='AFTER')),
                    Trigger(name='update_update', sql=UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "archive_storymemberhistory" ("article_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "story_id") VALUES (NEW."article_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."story_id"); RETURN NULL;', hash='177ea500e453f84a0fdf8461267903fe81bb0f30', operation='UPDATE', pgid='pgtrigger_update_update_1eeb0', table='archive_storymember', when='AFTER')),
                    Trigger(name='delete_delete', sql=UpsertTriggerSql(func='INSERT INTO "archive_storymemberhistory" ("article_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "story_id") VALUES (OLD."article_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."story_id"); RETURN NULL;', hash='e1c54e84dc80c91ec8201eea8400e6edea307846', operation='DELETE', pgid='pgtrigger_delete_delete_a9d3e', table='archive_storymember', when='AFTER')),
                ],
            },
        ),
        migrations.CreateModel(
            name='StoryMemberHistory',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('article', models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name='+', related_query_name='+', to='archive.article')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=models.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name='history', related_query_name='history_query', to='archive.storymember')),
                ('story', models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name='+', related_query_name='+', to='archive.story')),
            ],
            options={
                'triggers': [
                    Trigger(name='append_only', sql=UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='0abb9e5edcfaef242cebb55cf05b9b748345b573', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_3f3a3', table='archive_storymemberhistory', when='BEFORE')),
                ],
            },
        ),
        migrations.CreateModel(
            name='Fingerprint',
            fields=[
                ('article', models.OneToOneField(on_delete=models.PROTECT, primary_key=True, related_name='fingerprint', serialize=False, to='archive.article')),
                ('version', models.CharField(help_text='MD5 of headline and text hash that it was made from.', max_length=32)),
                ('text_hash', models.CharField(max_length=64)),
                ('day', models.DateField()),
                ('stage', models.SmallIntegerField(choices=[(0, 'Indexed: others find it'), (1, 'Weighed: compared with its candidates'), (2, 'Settled: links suggested'), (3, 'Grouped: events suggested')], default=0)),
                ('words', models.BinaryField(help_text='Terms of the text in order, int32.')),
                ('headline', models.BinaryField(help_text='Terms of the headline in order, int32.')),
                ('names', models.BinaryField(help_text='Terms of its names, int32.')),
                ('numbers', models.BinaryField(help_text='Its numbers hashed, int32.')),
                ('rare', models.BinaryField(help_text='The terms it is indexed under, int32.')),
                ('anchors', models.BinaryField(help_text='The shingles it is indexed under, int64.')),
                ('background', django.contrib.postgres.fields.ArrayField(base_field=models.FloatField(), help_text='How like it the articles are that are merely alike.', size=None)),
                ('representative', models.ForeignKey(db_index=False, help_text='The first article with the same words, which is compared in its stead.', null=True, on_delete=models.SET_NULL, related_name='represented', to='archive.fingerprint')),
            ],
            options={
                'indexes': [
                    models.Index(models.F('text_hash'), models.F('article'), condition=models.Q(('representative', None)), name='fingerprint_by_text_hash'),
                    models.Index(models.F('representative'), condition=models.Q(('representative__isnull', False)), name='fingerprint_represented'),
                    models.Index(models.F('stage'), models.F('day'), models.F('article'), condition=models.Q(('stage__lt', 3)), name='fingerprint_unfinished'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('stage__in', [0, 1, 2, 3])), name='fingerprint_stage_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Anchor',
            fields=[
                ('pk', models.CompositePrimaryKey('shingle', 'article_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('shingle', models.BigIntegerField()),
                ('article_id', models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='RareTerm',
            fields=[
                ('pk', models.CompositePrimaryKey('term', 'day', 'article_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('term', models.IntegerField()),
                ('day', models.DateField()),
                ('article_id', models.BigIntegerField()),
                ('weight', models.FloatField()),
            ],
        ),
        migrations.CreateModel(
            name='Likeness',
            fields=[
                ('pk', models.CompositePrimaryKey('left_id', 'right_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('left_id', models.BigIntegerField()),
                ('right_id', models.BigIntegerField()),
                ('figures', django.contrib.postgres.fields.ArrayField(base_field=models.FloatField(), help_text='`archive.matching.features.FIGURES`, in that order.', size=None)),
            ],
            options={
                'verbose_name_plural': 'likenesses',
                'indexes': [
                    models.Index(models.F('right_id'), models.F('left_id'), name='likeness_by_right'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('left_id__lt', models.F('right_id'))), name='likeness_stored_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='TermFrequency',
            fields=[
                ('term', models.IntegerField(primary_key=True, serialize=False)),
                ('articles', models.IntegerField()),
            ],
            options={
                'verbose_name_plural': 'term frequencies',
            },
        ),
        migrations.RunSQL(STORY, "ALTER TABLE archive_story DROP CONSTRAINT story_lead_is_a_member"),
    ]  # fmt: skip
