"""The database shows no story without consent, keeps withdrawn ones empty, and rewrites no proof."""

from django.db import migrations

from portal.lib.policies import append_only

STANDS = """
EXISTS (SELECT FROM municipalities_storyconsent AS c
         WHERE c.story_id = {story} AND NOT EXISTS (
               SELECT FROM municipalities_storywithdrawal AS w WHERE w.consent_id = c.id))
"""

# The argument names the column that holds the story's id.
PUBLISHED_WITH_CONSENT = f"""
CREATE FUNCTION municipalities_story_has_consent() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $body$
DECLARE story bigint := (to_jsonb(NEW) ->> TG_ARGV[0])::bigint;
BEGIN
    IF NOT {STANDS.format(story="story")} THEN
        RAISE EXCEPTION 'nobody has agreed that story % is published', story
            USING ERRCODE = 'check_violation', CONSTRAINT = 'story_published_with_consent';
    END IF;
    RETURN NEW;
END $body$;
CREATE TRIGGER published_with_consent BEFORE INSERT OR UPDATE ON municipalities_story
    FOR EACH ROW WHEN (NEW.state = 'published')
    EXECUTE FUNCTION municipalities_story_has_consent('id');
CREATE TRIGGER published_with_consent BEFORE INSERT OR UPDATE ON municipalities_storychapter
    FOR EACH ROW WHEN (NEW.state = 'published')
    EXECUTE FUNCTION municipalities_story_has_consent('story_id');
"""

# Waits for whoever is publishing the story just now, and then sees what they did.
WITHDRAWN_WHEN_DOWN = f"""
CREATE FUNCTION municipalities_story_is_down() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $body$
DECLARE story record;
BEGIN
    SELECT s.id, s.state INTO story FROM municipalities_story AS s
      JOIN municipalities_storyconsent AS c ON c.story_id = s.id
     WHERE c.id = NEW.consent_id FOR UPDATE OF s;
    IF story.state = 'published' AND NOT {STANDS.format(story="story.id")} THEN
        RAISE EXCEPTION 'story % has to be taken down with the last consent to it', story.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'story_withdrawn_is_down';
    END IF;
    RETURN NULL;
END $body$;
CREATE TRIGGER withdrawn_when_down AFTER INSERT ON municipalities_storywithdrawal
    FOR EACH ROW EXECUTE FUNCTION municipalities_story_is_down();
"""

# A form that stood open all the while must not bring the words back.
ERASED_STAYS_EMPTY = """
CREATE FUNCTION municipalities_story_stays_empty() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $body$
BEGIN
    IF NEW.erased_at IS NULL OR EXISTS (
        SELECT FROM jsonb_each_text(to_jsonb(NEW)) AS each (name, words)
         WHERE name ~ '^(person|title|lead|from_where)(_|$)' AND words <> '') THEN
        RAISE EXCEPTION 'story % is erased', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'story_erased_stays_empty';
    END IF;
    RETURN NEW;
END $body$;
CREATE TRIGGER erased_stays_empty BEFORE UPDATE ON municipalities_story
    FOR EACH ROW WHEN (OLD.erased_at IS NOT NULL OR NEW.erased_at IS NOT NULL)
    EXECUTE FUNCTION municipalities_story_stays_empty();

CREATE FUNCTION municipalities_story_takes_chapters() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $body$
DECLARE erased timestamptz;
BEGIN
    SELECT s.erased_at INTO erased FROM municipalities_story AS s
     WHERE s.id = NEW.story_id FOR SHARE;
    IF erased IS NOT NULL THEN
        RAISE EXCEPTION 'story % is erased', NEW.story_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'story_erased_stays_empty';
    END IF;
    RETURN NEW;
END $body$;
CREATE TRIGGER takes_chapters BEFORE INSERT OR UPDATE OF story_id ON municipalities_storychapter
    FOR EACH ROW EXECUTE FUNCTION municipalities_story_takes_chapters();
"""

# Nor in a revision or an autosave, which hang on their text by a number alone. Waits for whoever is
# erasing just now.
NOTHING_OF_WHAT_IS_ERASED = """
CREATE FUNCTION municipalities_story_is_there() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $body$
DECLARE kind text := (SELECT model FROM django_content_type
                       WHERE id = NEW.content_type_id AND app_label = 'municipalities');
BEGIN
    IF kind = 'story' THEN
        PERFORM FROM municipalities_story
          WHERE id = NEW.object_id AND erased_at IS NULL FOR SHARE;
    ELSIF kind = 'storychapter' THEN
        PERFORM FROM municipalities_storychapter WHERE id = NEW.object_id FOR SHARE;
    ELSE
        RETURN NEW;
    END IF;
    IF NOT FOUND THEN
        RAISE EXCEPTION '% % is erased', kind, NEW.object_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'story_erased_stays_empty';
    END IF;
    RETURN NEW;
END $body$;
CREATE TRIGGER story_is_there BEFORE INSERT OR UPDATE OF content ON municipalities_revision
    FOR EACH ROW EXECUTE FUNCTION municipalities_story_is_there();
CREATE TRIGGER story_is_there BEFORE INSERT OR UPDATE OF content ON municipalities_autosave
    FOR EACH ROW EXECUTE FUNCTION municipalities_story_is_there();
"""

# When a story moves to another municipality, its chapters go along.
CHAPTERS_GO_ALONG = """
ALTER TABLE municipalities_storychapter ADD CONSTRAINT municipalities_storychapter_story_here
    FOREIGN KEY (story_id, municipality_id) REFERENCES municipalities_story (id, municipality_id)
    ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED
"""


class Migration(migrations.Migration):
    dependencies = [("municipalities", "0017_stories")]

    operations = [
        append_only("municipalities_storyconsent", "municipalities_storywithdrawal"),
        migrations.RunSQL(
            PUBLISHED_WITH_CONSENT,
            """
            DROP TRIGGER published_with_consent ON municipalities_storychapter;
            DROP TRIGGER published_with_consent ON municipalities_story;
            DROP FUNCTION municipalities_story_has_consent();
            """,
        ),
        migrations.RunSQL(
            WITHDRAWN_WHEN_DOWN,
            """
            DROP TRIGGER withdrawn_when_down ON municipalities_storywithdrawal;
            DROP FUNCTION municipalities_story_is_down();
            """,
        ),
        migrations.RunSQL(
            ERASED_STAYS_EMPTY,
            """
            DROP TRIGGER takes_chapters ON municipalities_storychapter;
            DROP FUNCTION municipalities_story_takes_chapters();
            DROP TRIGGER erased_stays_empty ON municipalities_story;
            DROP FUNCTION municipalities_story_stays_empty();
            """,
        ),
        migrations.RunSQL(
            NOTHING_OF_WHAT_IS_ERASED,
            """
            DROP TRIGGER story_is_there ON municipalities_autosave;
            DROP TRIGGER story_is_there ON municipalities_revision;
            DROP FUNCTION municipalities_story_is_there();
            """,
        ),
        migrations.RunSQL(
            CHAPTERS_GO_ALONG,
            "ALTER TABLE municipalities_storychapter"
            " DROP CONSTRAINT municipalities_storychapter_story_here",
        ),
    ]
