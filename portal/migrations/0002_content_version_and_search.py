"""What the database does by itself: the content version, and the words search looks for."""

from django.db import migrations

from portal.lib.triggers import only_the_database_writes

CONTENT_VERSION = """
CREATE FUNCTION portal_content_changed() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $body$
BEGIN
    INSERT INTO portal_contentchange (transaction)
    VALUES (pg_current_xact_id()::text::bigint) ON CONFLICT DO NOTHING;
    RETURN NULL;
END $body$;

CREATE FUNCTION portal_content_version_grows() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $body$
BEGIN
    INSERT INTO portal_contentversion (id, version, changed_at) VALUES (1, 1, now())
    ON CONFLICT (id) DO UPDATE
        SET version = portal_contentversion.version + 1, changed_at = now();
    DELETE FROM portal_contentchange WHERE id = NEW.id;
    RETURN NULL;
END $body$;

-- Deferred: the row that all editors share is locked for the end of a transaction only.
CREATE CONSTRAINT TRIGGER content_version_grows AFTER INSERT ON portal_contentchange
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION portal_content_version_grows();
"""
NO_CONTENT_VERSION = """
DROP TRIGGER content_version_grows ON portal_contentchange;
DROP FUNCTION portal_content_version_grows();
DROP FUNCTION portal_content_changed();
"""

# lower() leaves Å alone where the database's locale is C, so capitals are translated by hand.
SEARCH = r"""
CREATE FUNCTION portal_lower(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $body$
    SELECT lower(translate(normalize(words, NFC),
        'ÆØÅÄÖÜÁÀÂÃÇČĆĐÐÉÈÊËÍÌÎÏŁŊÑÓÒÔÕŒŠŚŦÚÙÛÝŽÞ',
        'æøåäöüáàâãçčćđðéèêëíìîïłŋñóòôõœšśŧúùûýžþ'))
$body$;

CREATE FUNCTION portal_fold(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $body$
    SELECT replace(replace(replace(replace(translate(portal_lower(words),
        'åäáàâãçčćđðéèêëíìîïłŋñøöóòôõšśŧúùûüýÿžþ',
        'aaaaaacccddeeeeiiiilnnoooooosstuuuuyyzt'),
        'æ', 'ae'), 'œ', 'oe'), 'ß', 'ss'), 'aa', 'a')
$body$;

CREATE FUNCTION portal_plain_text(markup text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $body$
    SELECT trim(regexp_replace(replace(replace(replace(replace(
        regexp_replace(regexp_replace(regexp_replace(left(coalesce(markup, ''), 200000),
            '<[^>]*>', ' ', 'g'),
            '\[\[[^]|]*\|([^]]*)\]\]', '\1', 'g'),
            '\[\[[^]]*\]\]', '…', 'g'),
        '&nbsp;', ' '), '&lt;', '<'), '&gt;', '>'), '&amp;', '&'), '\s+', ' ', 'g'))
$body$;

CREATE FUNCTION portal_search_config(language text) RETURNS regconfig
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $body$
    SELECT CASE language
        WHEN 'nb' THEN 'pg_catalog.norwegian' WHEN 'nn' THEN 'pg_catalog.norwegian'
        WHEN 'de' THEN 'pg_catalog.german' WHEN 'en' THEN 'pg_catalog.english'
        WHEN 'sv' THEN 'pg_catalog.swedish' WHEN 'fi' THEN 'pg_catalog.finnish'
        WHEN 'da' THEN 'pg_catalog.danish' WHEN 'ar' THEN 'pg_catalog.arabic'
        ELSE 'pg_catalog.simple' END::regconfig
$body$;

-- Word forms of the language, and word forms of what people type who lack its letters.
CREATE FUNCTION portal_search_vector(language text, title text, body text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $body$
    SELECT setweight(to_tsvector(c.config, portal_lower(title)), 'A')
        || setweight(to_tsvector(c.config, portal_fold(title)), 'A')
        || setweight(to_tsvector('pg_catalog.simple', portal_fold(title)), 'A')
        || setweight(to_tsvector(c.config, portal_lower(body)), 'D')
        || setweight(to_tsvector(c.config, portal_fold(body)), 'D')
    FROM (SELECT portal_search_config(language)) AS c (config)
$body$;

-- All words; each in any of its forms, the last one also as a beginning.
CREATE FUNCTION portal_search_query(language text, words text[]) RETURNS tsquery
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $body$
DECLARE
    config regconfig := portal_search_config(language);
    result tsquery := '';
    part tsquery;
    word text;
    place int := 0;
BEGIN
    FOREACH word IN ARRAY words LOOP
        place := place + 1;
        part := plainto_tsquery(config, portal_lower(word));
        CONTINUE WHEN numnode(part) = 0 AND place < cardinality(words);
        part := part || plainto_tsquery(config, portal_fold(word));
        IF place = cardinality(words) AND length(word) > 1 THEN
            part := part || to_tsquery('pg_catalog.simple',
                                       quote_literal(portal_fold(word)) || ':*');
        END IF;
        IF numnode(part) > 0 THEN
            result := CASE WHEN numnode(result) = 0 THEN part ELSE result && part END;
        END IF;
    END LOOP;
    RETURN result;
END $body$;
"""
NO_SEARCH = """
DROP FUNCTION portal_search_query(text, text[]);
DROP FUNCTION portal_search_vector(text, text, text);
DROP FUNCTION portal_search_config(text);
DROP FUNCTION portal_plain_text(text);
DROP FUNCTION portal_fold(text);
DROP FUNCTION portal_lower(text);
"""


class Migration(migrations.Migration):
    dependencies = [("portal", "0001_accounts_and_content")]

    operations = [
        migrations.RunSQL(CONTENT_VERSION, NO_CONTENT_VERSION),
        migrations.RunSQL(SEARCH, NO_SEARCH),
        only_the_database_writes(
            "portal_contentversion", "portal_contentchange", "portal_searchentry"
        ),
    ]
