"""Entities with their names, ids and pairs, and events with those who took part."""

import datetime

import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models
from pgtrigger.compiler import Trigger, UpsertTriggerSql


class Migration(migrations.Migration):
    """Makes the tables, each with its history."""

    replaces = [("archive", "0007_rules_validated")]
    dependencies = [("archive", "0003_sources")]
    operations = [
        migrations.CreateModel(
            name='Entity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verdict', models.CharField(choices=[('suggested', 'Suggested'), ('accepted', 'Accepted'), ('rejected', 'Rejected'), ('unsure', 'Unsure')], default='suggested', max_length=10)),
                ('score', models.FloatField(blank=True, help_text='How sure the machine is, 0 to 1.', null=True)),
                ('evidence', models.JSONField(blank=True, default=dict)),
                ('known_by', models.CharField(choices=[('rule', 'Rule'), ('model', 'Model'), ('editor', 'Editor')], default='rule', max_length=10)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.TextField(blank=True, help_text='Why the editor decided so.')),
                ('kind', models.CharField(choices=[('person', 'Person'), ('organisation', 'Organisation'), ('place', 'Place')], max_length=12)),
                ('name', models.CharField(max_length=300)),
                ('slug', models.SlugField(allow_unicode=True, db_index=False, max_length=100)),
                ('description', models.TextField(blank=True)),
                ('latitude', models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True)),
                ('longitude', models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True)),
                ('country', models.CharField(blank=True, help_text='ISO 3166-1 code.', max_length=2)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('decided_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=models.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name_plural': 'entities',
                'ordering': ['name', 'id'],
                'indexes': [
                    models.Index(models.F('name'), models.F('id'), name='entity_by_name'),
                    models.Index(models.F('kind'), models.F('name'), models.F('id'), name='entity_by_kind'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('verdict__in', ['suggested', 'accepted', 'rejected', 'unsure'])), name='entity_verdict_known'),
                    models.CheckConstraint(condition=models.Q(('known_by__in', ['rule', 'model', 'editor'])), name='entity_known_by_known'),
                    models.CheckConstraint(condition=models.Q(('score', None), models.Q(('score__gte', 0), ('score__lte', 1)), _connector='OR'), name='entity_score_0_to_1'),
                    models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('verdict', 'suggested')), models.Q(models.Q(('verdict', 'suggested'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='entity_decision_names_editor'),
                    models.UniqueConstraint(fields=('slug',), name='entity_slug_unique'),
                    models.CheckConstraint(condition=models.Q(('kind__in', ['person', 'organisation', 'place'])), name='entity_kind_known'),
                    models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='entity_name_not_blank'),
                    models.CheckConstraint(condition=models.Q(models.Q(('latitude', None), ('longitude', None)), models.Q(('kind', 'place'), ('latitude__isnull', False), ('longitude__isnull', False), ('latitude__gte', -90), ('latitude__lte', 90), ('longitude__gte', -180), ('longitude__lte', 180)), _connector='OR'), name='entity_coordinates'),
                    models.CheckConstraint(condition=models.Q(('country__regex', '^([A-Z]{2})?$')), name='entity_country_code'),
                    models.CheckConstraint(condition=models.Q(('slug', ''), _negated=True), name='entity_slug_not_blank'),
                    models.UniqueConstraint(fields=('id', 'kind'), name='entity_id_and_kind'),
                ],
                'triggers': [
                    Trigger(name='insert_insert', sql=UpsertTriggerSql(func='INSERT INTO "archive_entityhistory" ("country", "created_at", "decided_at", "decided_by_id", "description", "evidence", "id", "kind", "known_by", "latitude", "longitude", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "score", "slug", "verdict") VALUES (NEW."country", NEW."created_at", NEW."decided_at", NEW."decided_by_id", NEW."description", NEW."evidence", NEW."id", NEW."kind", NEW."known_by", NEW."latitude", NEW."longitude", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."score", NEW."slug", NEW."verdict"); RETURN NULL;', hash='6e545bcf90c3777bdd99e0cc293b5ea5db112406', operation='INSERT', pgid='pgtrigger_insert_insert_7d803', table='archive_entity', when='AFTER')),
                    Trigger(name='update_update', sql=UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "archive_entityhistory" ("country", "created_at", "decided_at", "decided_by_id", "description", "evidence", "id", "kind", "known_by", "latitude", "longitude", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "score", "slug", "verdict") VALUES (NEW."country", NEW."created_at", NEW."decided_at", NEW."decided_by_id", NEW."description", NEW."evidence", NEW."id", NEW."kind", NEW."known_by", NEW."latitude", NEW."longitude", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."score", NEW."slug", NEW."verdict"); RETURN NULL;', hash='6ad598db5cd7d179c5a06d8ae8ee126b85bf5b45', operation='UPDATE', pgid='pgtrigger_update_update_5c6fd', table='archive_entity', when='AFTER')),
                    Trigger(name='delete_delete', sql=UpsertTriggerSql(func='INSERT INTO "archive_entityhistory" ("country", "created_at", "decided_at", "decided_by_id", "description", "evidence", "id", "kind", "known_by", "latitude", "longitude", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "score", "slug", "verdict") VALUES (OLD."country", OLD."created_at", OLD."decided_at", OLD."decided_by_id", OLD."description", OLD."evidence", OLD."id", OLD."kind", OLD."known_by", OLD."latitude", OLD."longitude", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."score", OLD."slug", OLD."verdict"); RETURN NULL;', hash='6497650910f8c84d480c57134d8e5778ac22a52b', operation='DELETE', pgid='pgtrigger_delete_delete_f332a', table='archive_entity', when='AFTER')),
                    Trigger(name='entity_stays_a_place', sql=UpsertTriggerSql(condition='WHEN (OLD."kind" = \'place\' AND NOT (NEW."kind" = \'place\'))', func="\n                    IF EXISTS (SELECT 1 FROM archive_event e WHERE e.place_id = NEW.id) THEN\n                        RAISE EXCEPTION 'entity % is the place of an event', NEW.id\n                            USING ERRCODE = 'check_violation', CONSTRAINT = 'entity_stays_a_place';\n                    END IF;\n                    RETURN NEW;\n                ", hash='9b5915c69aaee94ce2d7686a6256cd55fca18e45', operation='UPDATE OF "kind"', pgid='pgtrigger_entity_stays_a_place_12cbc', table='archive_entity', when='BEFORE')),
                ],
            },
        ),
        migrations.CreateModel(
            name='EntityHistory',
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
                ('name', models.CharField(max_length=300)),
                ('slug', models.SlugField(allow_unicode=True, db_index=False, max_length=100)),
                ('description', models.TextField(blank=True)),
                ('latitude', models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True)),
                ('longitude', models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True)),
                ('country', models.CharField(blank=True, help_text='ISO 3166-1 code.', max_length=2)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('decided_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=models.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=models.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name='history', related_query_name='history_query', to='archive.entity')),
            ],
            options={
                'triggers': [
                    Trigger(name='append_only', sql=UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1dbd90a0f8dd385edcab14d4d3d8ffd99614dd0f', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_5b9cb', table='archive_entityhistory', when='BEFORE')),
                ],
            },
        ),
        migrations.CreateModel(
            name='EntityName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=300)),
                ('normalised', models.CharField(editable=False, max_length=300)),
                ('language', models.CharField(blank=True, max_length=10)),
                ('entity', models.ForeignKey(db_index=False, on_delete=models.CASCADE, related_name='names', to='archive.entity')),
            ],
            options={
                'ordering': ['id'],
                'indexes': [
                    models.Index(models.F('normalised'), models.F('entity'), name='entity_by_normalised_name'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('entity', 'name'), name='entity_name_unique'),
                    models.CheckConstraint(condition=models.Q(('normalised', ''), _negated=True), name='entity_name_normalised_not_blank'),
                ],
                'triggers': [
                    Trigger(name='insert_insert', sql=UpsertTriggerSql(func='INSERT INTO "archive_entitynamehistory" ("entity_id", "id", "language", "name", "normalised", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."entity_id", NEW."id", NEW."language", NEW."name", NEW."normalised", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='5a9ad970751a9950e70b3ba86cf5555ad873d24b', operation='INSERT', pgid='pgtrigger_insert_insert_64af5', table='archive_entityname', when='AFTER')),
                    Trigger(name='update_update', sql=UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "archive_entitynamehistory" ("entity_id", "id", "language", "name", "normalised", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."entity_id", NEW."id", NEW."language", NEW."name", NEW."normalised", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='b422898e91c6cd1b4db694c7e935f4915d0df03e', operation='UPDATE', pgid='pgtrigger_update_update_c0024', table='archive_entityname', when='AFTER')),
                    Trigger(name='delete_delete', sql=UpsertTriggerSql(func='INSERT INTO "archive_entitynamehistory" ("entity_id", "id", "language", "name", "normalised", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."entity_id", OLD."id", OLD."language", OLD."name", OLD."normalised", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='a15ab3fdf7e12a4b105e0744e8e80f6660820745', operation='DELETE', pgid='pgtrigger_delete_delete_a770c', table='archive_entityname', when='AFTER')),
                ],
            },
        ),
        migrations.CreateModel(
            name='EntityNameHistory',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(max_length=300)),
                ('normalised', models.CharField(editable=False, max_length=300)),
                ('language', models.CharField(blank=True, max_length=10)),
                ('entity', models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name='+', related_query_name='+', to='archive.entity')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=models.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name='history', related_query_name='history_query', to='archive.entityname')),
            ],
            options={
                'triggers': [
                    Trigger(name='append_only', sql=UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='95529211eabc88bd94974bcc946522bf8492be4a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_13ee4', table='archive_entitynamehistory', when='BEFORE')),
                ],
            },
        ),
        migrations.CreateModel(
            name='ExternalId',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scheme', models.CharField(choices=[('wikidata', 'Wikidata'), ('geonames', 'GeoNames'), ('viaf', 'VIAF'), ('isni', 'ISNI'), ('other', 'Other')], max_length=10)),
                ('value', models.CharField(max_length=200)),
                ('entity', models.ForeignKey(on_delete=models.CASCADE, related_name='external_ids', to='archive.entity')),
            ],
            options={
                'ordering': ['scheme', 'value'],
                'constraints': [
                    models.UniqueConstraint(fields=('scheme', 'value'), name='external_id_leads_to_one_entity'),
                    models.CheckConstraint(condition=models.Q(models.Q(('scheme', 'wikidata'), _negated=True), ('value__regex', '^Q[1-9][0-9]*$'), _connector='OR'), name='external_id_wikidata_form'),
                ],
                'triggers': [
                    Trigger(name='insert_insert', sql=UpsertTriggerSql(func='INSERT INTO "archive_externalidhistory" ("entity_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scheme", "value") VALUES (NEW."entity_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."scheme", NEW."value"); RETURN NULL;', hash='93af260e200794329a737e2f3a69f42cbb5f79b4', operation='INSERT', pgid='pgtrigger_insert_insert_e604f', table='archive_externalid', when='AFTER')),
                    Trigger(name='update_update', sql=UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "archive_externalidhistory" ("entity_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scheme", "value") VALUES (NEW."entity_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."scheme", NEW."value"); RETURN NULL;', hash='ac76d15fa8bb20226b8d8b508aaff91e9131b56b', operation='UPDATE', pgid='pgtrigger_update_update_13b9d', table='archive_externalid', when='AFTER')),
                    Trigger(name='delete_delete', sql=UpsertTriggerSql(func='INSERT INTO "archive_externalidhistory" ("entity_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scheme", "value") VALUES (OLD."entity_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."scheme", OLD."value"); RETURN NULL;', hash='878e763efed48ad0fd6d5071742211cdc50ca180', operation='DELETE', pgid='pgtrigger_delete_delete_cb59f', table='archive_externalid', when='AFTER')),
                ],
            },
        ),
        migrations.CreateModel(
            name='ExternalIdHistory',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('scheme', models.CharField(choices=[('wikidata', 'Wikidata'), ('geonames', 'GeoNames'), ('viaf', 'VIAF'), ('isni', 'ISNI'), ('other', 'Other')], max_length=10)),
                ('value', models.CharField(max_length=200)),
                ('entity', models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name='+', related_query_name='+', to='archive.entity')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=models.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name='history', related_query_name='history_query', to='archive.externalid')),
            ],
            options={
                'triggers': [
                    Trigger(name='append_only', sql=UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='bf0b7f58aee8da66f501b7c78193f08c503939ae', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ad299', table='archive_externalidhistory', when='BEFORE')),
                ],
            },
        ),
        migrations.CreateModel(
            name='EntityPair',
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
                ('left', models.ForeignKey(on_delete=models.CASCADE, related_name='+', to='archive.entity')),
                ('right', models.ForeignKey(on_delete=models.CASCADE, related_name='+', to='archive.entity')),
            ],
            options={
                'indexes': [
                    models.Index(models.OrderBy(models.F('score'), descending=True, nulls_last=True), models.F('id'), condition=models.Q(('verdict', 'suggested')), name='entity_pair_queue'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('verdict__in', ['suggested', 'accepted', 'rejected', 'unsure'])), name='entity_pair_verdict_known'),
                    models.CheckConstraint(condition=models.Q(('known_by__in', ['rule', 'model', 'editor'])), name='entity_pair_known_by_known'),
                    models.CheckConstraint(condition=models.Q(('score', None), models.Q(('score__gte', 0), ('score__lte', 1)), _connector='OR'), name='entity_pair_score_0_to_1'),
                    models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('verdict', 'suggested')), models.Q(models.Q(('verdict', 'suggested'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='entity_pair_decision_names_editor'),
                    models.CheckConstraint(condition=models.Q(('left__lt', models.F('right'))), name='entity_pair_stored_once'),
                    models.UniqueConstraint(fields=('left', 'right'), name='entity_pair_unique'),
                ],
                'triggers': [
                    Trigger(name='insert_insert', sql=UpsertTriggerSql(func='INSERT INTO "archive_entitypairhistory" ("created_at", "decided_at", "decided_by_id", "evidence", "id", "known_by", "left_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "right_id", "score", "verdict") VALUES (NEW."created_at", NEW."decided_at", NEW."decided_by_id", NEW."evidence", NEW."id", NEW."known_by", NEW."left_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."right_id", NEW."score", NEW."verdict"); RETURN NULL;', hash='d27ee12d80974dfc761ab6a1b9eceab3fb2eda0f', operation='INSERT', pgid='pgtrigger_insert_insert_b1dc5', table='archive_entitypair', when='AFTER')),
                    Trigger(name='update_update', sql=UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "archive_entitypairhistory" ("created_at", "decided_at", "decided_by_id", "evidence", "id", "known_by", "left_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "right_id", "score", "verdict") VALUES (NEW."created_at", NEW."decided_at", NEW."decided_by_id", NEW."evidence", NEW."id", NEW."known_by", NEW."left_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."right_id", NEW."score", NEW."verdict"); RETURN NULL;', hash='877d7a1f13fa3cee26c8022736214b6b11b96757', operation='UPDATE', pgid='pgtrigger_update_update_fb074', table='archive_entitypair', when='AFTER')),
                    Trigger(name='delete_delete', sql=UpsertTriggerSql(func='INSERT INTO "archive_entitypairhistory" ("created_at", "decided_at", "decided_by_id", "evidence", "id", "known_by", "left_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "right_id", "score", "verdict") VALUES (OLD."created_at", OLD."decided_at", OLD."decided_by_id", OLD."evidence", OLD."id", OLD."known_by", OLD."left_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."right_id", OLD."score", OLD."verdict"); RETURN NULL;', hash='fff07a4526a26fbba993cbded394f35e81b7de2d', operation='DELETE', pgid='pgtrigger_delete_delete_0172f', table='archive_entitypair', when='AFTER')),
                ],
            },
        ),
        migrations.CreateModel(
            name='EntityPairHistory',
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
                ('left', models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name='+', related_query_name='+', to='archive.entity')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=models.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name='history', related_query_name='history_query', to='archive.entitypair')),
                ('right', models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name='+', related_query_name='+', to='archive.entity')),
            ],
            options={
                'triggers': [
                    Trigger(name='append_only', sql=UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='8a9fbe4da6febea0e387b8596dcc94b031e8ce90', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_46bc4', table='archive_entitypairhistory', when='BEFORE')),
                ],
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verdict', models.CharField(choices=[('suggested', 'Suggested'), ('accepted', 'Accepted'), ('rejected', 'Rejected'), ('unsure', 'Unsure')], default='suggested', max_length=10)),
                ('score', models.FloatField(blank=True, help_text='How sure the machine is, 0 to 1.', null=True)),
                ('evidence', models.JSONField(blank=True, default=dict)),
                ('known_by', models.CharField(choices=[('rule', 'Rule'), ('model', 'Model'), ('editor', 'Editor')], default='rule', max_length=10)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.TextField(blank=True, help_text='Why the editor decided so.')),
                ('title', models.CharField(max_length=300)),
                ('slug', models.SlugField(allow_unicode=True, db_index=False, max_length=100)),
                ('kind', models.CharField(choices=[('military', 'Military'), ('attack', 'Attack'), ('politics', 'Politics'), ('diplomacy', 'Diplomacy'), ('disaster', 'Disaster'), ('humanitarian', 'Humanitarian'), ('other', 'Other')], default='other', max_length=15)),
                ('summary', models.TextField(blank=True)),
                ('starts_on', models.DateField(blank=True, null=True)),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('date_precision', models.CharField(choices=[('day', 'Day'), ('month', 'Month'), ('year', 'Year'), ('unknown', 'Unknown')], default='day', max_length=10)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('sort_on', models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Coalesce('starts_on', models.Value('0001-01-01', output_field=models.DateField())), output_field=models.DateField())),
                ('decided_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=models.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('parent', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=models.PROTECT, related_name='parts', to='archive.event')),
                ('place', models.ForeignKey(blank=True, limit_choices_to={'kind': 'place'}, null=True, on_delete=models.PROTECT, related_name='events_here', to='archive.entity')),
            ],
            options={
                'ordering': ['-sort_on', '-id'],
                'indexes': [
                    models.Index(models.OrderBy(models.F('sort_on'), descending=True), models.OrderBy(models.F('id'), descending=True), name='event_newest'),
                    models.Index(models.F('parent'), models.F('sort_on'), name='event_by_parent'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('verdict__in', ['suggested', 'accepted', 'rejected', 'unsure'])), name='event_verdict_known'),
                    models.CheckConstraint(condition=models.Q(('known_by__in', ['rule', 'model', 'editor'])), name='event_known_by_known'),
                    models.CheckConstraint(condition=models.Q(('score', None), models.Q(('score__gte', 0), ('score__lte', 1)), _connector='OR'), name='event_score_0_to_1'),
                    models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('verdict', 'suggested')), models.Q(models.Q(('verdict', 'suggested'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='event_decision_names_editor'),
                    models.UniqueConstraint(fields=('slug',), name='event_slug_unique'),
                    models.CheckConstraint(condition=models.Q(('kind__in', ['military', 'attack', 'politics', 'diplomacy', 'disaster', 'humanitarian', 'other'])), name='event_kind_known'),
                    models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='event_title_not_blank'),
                    models.CheckConstraint(condition=models.Q(('ends_on', None), models.Q(('ends_on__gte', models.F('starts_on')), ('starts_on__isnull', False)), _connector='OR'), name='event_dates_in_order'),
                    models.CheckConstraint(condition=models.Q(models.Q(('date_precision', 'unknown'), ('starts_on', None)), models.Q(('date_precision', 'day'), ('starts_on__isnull', False)), models.Q(('date_precision', 'month'), ('starts_on__day', 1), ('starts_on__isnull', False)), models.Q(('date_precision', 'year'), ('starts_on__day', 1), ('starts_on__isnull', False), ('starts_on__month', 1)), _connector='OR'), name='event_date_precision'),
                    models.CheckConstraint(condition=models.Q(('parent', models.F('id')), _negated=True), name='event_not_its_own_parent'),
                    models.CheckConstraint(condition=models.Q(('slug', ''), _negated=True), name='event_slug_not_blank'),
                    models.CheckConstraint(condition=models.Q(models.Q(('starts_on', None), models.Q(('starts_on__gte', datetime.date(1400, 1, 1)), ('starts_on__isnull', False), ('starts_on__lte', datetime.date(2100, 12, 31))), _connector='OR'), models.Q(('ends_on', None), models.Q(('ends_on__gte', datetime.date(1400, 1, 1)), ('ends_on__isnull', False), ('ends_on__lte', datetime.date(2100, 12, 31))), _connector='OR')), name='event_dates_in_range', violation_error_message='It happened between 1400 and 2100.'),
                ],
                'triggers': [
                    Trigger(name='insert_insert', sql=UpsertTriggerSql(func='INSERT INTO "archive_eventhistory" ("created_at", "date_precision", "decided_at", "decided_by_id", "ends_on", "evidence", "id", "kind", "known_by", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "reason", "score", "slug", "starts_on", "summary", "title", "verdict") VALUES (NEW."created_at", NEW."date_precision", NEW."decided_at", NEW."decided_by_id", NEW."ends_on", NEW."evidence", NEW."id", NEW."kind", NEW."known_by", NEW."parent_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place_id", NEW."reason", NEW."score", NEW."slug", NEW."starts_on", NEW."summary", NEW."title", NEW."verdict"); RETURN NULL;', hash='aeb011b769ce89dc54ff525b03b96f267ba5bfec', operation='INSERT', pgid='pgtrigger_insert_insert_d5ed4', table='archive_event', when='AFTER')),
                    Trigger(name='update_update', sql=UpsertTriggerSql(condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."date_precision" IS DISTINCT FROM (NEW."date_precision") OR OLD."decided_at" IS DISTINCT FROM (NEW."decided_at") OR OLD."decided_by_id" IS DISTINCT FROM (NEW."decided_by_id") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."evidence" IS DISTINCT FROM (NEW."evidence") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."known_by" IS DISTINCT FROM (NEW."known_by") OR OLD."parent_id" IS DISTINCT FROM (NEW."parent_id") OR OLD."place_id" IS DISTINCT FROM (NEW."place_id") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."score" IS DISTINCT FROM (NEW."score") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on") OR OLD."summary" IS DISTINCT FROM (NEW."summary") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."verdict" IS DISTINCT FROM (NEW."verdict"))', func='INSERT INTO "archive_eventhistory" ("created_at", "date_precision", "decided_at", "decided_by_id", "ends_on", "evidence", "id", "kind", "known_by", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "reason", "score", "slug", "starts_on", "summary", "title", "verdict") VALUES (NEW."created_at", NEW."date_precision", NEW."decided_at", NEW."decided_by_id", NEW."ends_on", NEW."evidence", NEW."id", NEW."kind", NEW."known_by", NEW."parent_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place_id", NEW."reason", NEW."score", NEW."slug", NEW."starts_on", NEW."summary", NEW."title", NEW."verdict"); RETURN NULL;', hash='08e9e4417aad2a3388c33ae74e9f3869f8281803', operation='UPDATE', pgid='pgtrigger_update_update_5ac6c', table='archive_event', when='AFTER')),
                    Trigger(name='delete_delete', sql=UpsertTriggerSql(func='INSERT INTO "archive_eventhistory" ("created_at", "date_precision", "decided_at", "decided_by_id", "ends_on", "evidence", "id", "kind", "known_by", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "reason", "score", "slug", "starts_on", "summary", "title", "verdict") VALUES (OLD."created_at", OLD."date_precision", OLD."decided_at", OLD."decided_by_id", OLD."ends_on", OLD."evidence", OLD."id", OLD."kind", OLD."known_by", OLD."parent_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place_id", OLD."reason", OLD."score", OLD."slug", OLD."starts_on", OLD."summary", OLD."title", OLD."verdict"); RETURN NULL;', hash='81defa73c05a72054ca6cfe77da72c0d888a5cff', operation='DELETE', pgid='pgtrigger_delete_delete_3da51', table='archive_event', when='AFTER')),
                    Trigger(name='event_parents_form_no_circle', sql=UpsertTriggerSql(func="\n                    IF NEW.parent_id IS NULL THEN\n                        RETURN NEW;\n                    END IF;\n                    -- Two transactions that each add one half of a circle would not see each other's.\n                    PERFORM pg_advisory_xact_lock(7105202);\n                    IF EXISTS (\n                        WITH RECURSIVE ancestors(id) AS (\n                            SELECT NEW.parent_id\n                            UNION\n                            SELECT e.parent_id FROM archive_event e JOIN ancestors a ON e.id = a.id\n                            WHERE e.parent_id IS NOT NULL\n                        ) SELECT 1 FROM ancestors WHERE id = NEW.id\n                    ) THEN\n                        RAISE EXCEPTION 'event % would be part of itself', NEW.id\n                            USING ERRCODE = 'check_violation', CONSTRAINT = 'event_parents_form_no_circle';\n                    END IF;\n                    RETURN NEW;\n                ", hash='a373a1027511c3b9d7dd51f7582569afbdd96df9', operation='INSERT OR UPDATE OF "parent_id"', pgid='pgtrigger_event_parents_form_no_circle_92a14', table='archive_event', when='BEFORE')),
                    Trigger(name='event_place_is_a_place', sql=UpsertTriggerSql(func="\n                    IF NEW.place_id IS NULL THEN\n                        RETURN NEW;\n                    END IF;\n                    -- Locked, so that it cannot become something else before this is seen.\n                    PERFORM 1 FROM archive_entity p WHERE p.id = NEW.place_id AND p.kind = 'place' FOR SHARE;\n                    IF NOT FOUND THEN\n                        RAISE EXCEPTION 'the place of event % is not a place', NEW.id\n                            USING ERRCODE = 'check_violation', CONSTRAINT = 'event_place_is_a_place';\n                    END IF;\n                    RETURN NEW;\n                ", hash='6bd1e3f009a874939649b2027c820204cd472cf9', operation='INSERT OR UPDATE OF "place_id"', pgid='pgtrigger_event_place_is_a_place_c4224', table='archive_event', when='BEFORE')),
                ],
            },
        ),
        migrations.CreateModel(
            name='EventHistory',
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
                ('title', models.CharField(max_length=300)),
                ('slug', models.SlugField(allow_unicode=True, db_index=False, max_length=100)),
                ('kind', models.CharField(choices=[('military', 'Military'), ('attack', 'Attack'), ('politics', 'Politics'), ('diplomacy', 'Diplomacy'), ('disaster', 'Disaster'), ('humanitarian', 'Humanitarian'), ('other', 'Other')], default='other', max_length=15)),
                ('summary', models.TextField(blank=True)),
                ('starts_on', models.DateField(blank=True, null=True)),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('date_precision', models.CharField(choices=[('day', 'Day'), ('month', 'Month'), ('year', 'Year'), ('unknown', 'Unknown')], default='day', max_length=10)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('decided_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=models.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('parent', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=models.DO_NOTHING, related_name='+', related_query_name='+', to='archive.event')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=models.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name='history', related_query_name='history_query', to='archive.event')),
                ('place', models.ForeignKey(blank=True, db_constraint=False, limit_choices_to={'kind': 'place'}, null=True, on_delete=models.DO_NOTHING, related_name='+', related_query_name='+', to='archive.entity')),
            ],
            options={
                'triggers': [
                    Trigger(name='append_only', sql=UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ec51e3ca8048c150bd9627e2fe4af028d3a35f2c', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_da271', table='archive_eventhistory', when='BEFORE')),
                ],
            },
        ),
        migrations.CreateModel(
            name='EventParticipant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('attacker', 'Attacker'), ('defender', 'Defender'), ('victim', 'Victim'), ('speaker', 'Speaker'), ('government', 'Government'), ('host', 'Host'), ('other', 'Other')], default='other', max_length=12)),
                ('entity', models.ForeignKey(on_delete=models.PROTECT, related_name='participations', to='archive.entity')),
                ('event', models.ForeignKey(db_index=False, on_delete=models.CASCADE, related_name='participations', to='archive.event')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [
                    models.UniqueConstraint(fields=('event', 'entity', 'role'), name='event_participant_unique'),
                    models.CheckConstraint(condition=models.Q(('role__in', ['attacker', 'defender', 'victim', 'speaker', 'government', 'host', 'other'])), name='event_participant_role_known'),
                ],
                'triggers': [
                    Trigger(name='insert_insert', sql=UpsertTriggerSql(func='INSERT INTO "archive_eventparticipanthistory" ("entity_id", "event_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role") VALUES (NEW."entity_id", NEW."event_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."role"); RETURN NULL;', hash='865c25b75c642159ee19ab2c7fe4604cf6378a4b', operation='INSERT', pgid='pgtrigger_insert_insert_2f831', table='archive_eventparticipant', when='AFTER')),
                    Trigger(name='update_update', sql=UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "archive_eventparticipanthistory" ("entity_id", "event_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role") VALUES (NEW."entity_id", NEW."event_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."role"); RETURN NULL;', hash='5afca20d95ce1ed032280f557224dabfae7ad075', operation='UPDATE', pgid='pgtrigger_update_update_a284a', table='archive_eventparticipant', when='AFTER')),
                    Trigger(name='delete_delete', sql=UpsertTriggerSql(func='INSERT INTO "archive_eventparticipanthistory" ("entity_id", "event_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role") VALUES (OLD."entity_id", OLD."event_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."role"); RETURN NULL;', hash='e3f861375eaf879ca59a436c6fb342d0f639a075', operation='DELETE', pgid='pgtrigger_delete_delete_64872', table='archive_eventparticipant', when='AFTER')),
                ],
            },
        ),
        migrations.CreateModel(
            name='EventParticipantHistory',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('role', models.CharField(choices=[('attacker', 'Attacker'), ('defender', 'Defender'), ('victim', 'Victim'), ('speaker', 'Speaker'), ('government', 'Government'), ('host', 'Host'), ('other', 'Other')], default='other', max_length=12)),
                ('entity', models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name='+', related_query_name='+', to='archive.entity')),
                ('event', models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name='+', related_query_name='+', to='archive.event')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=models.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=models.DO_NOTHING, related_name='history', related_query_name='history_query', to='archive.eventparticipant')),
            ],
            options={
                'triggers': [
                    Trigger(name='append_only', sql=UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='86535c0197590bb21d8b863482b18badf2b2d6c3', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_2160f', table='archive_eventparticipanthistory', when='BEFORE')),
                ],
            },
        ),
        migrations.AddField('event', 'participants', models.ManyToManyField(related_name='events', through='archive.EventParticipant', to='archive.entity')),
    ]  # fmt: skip
