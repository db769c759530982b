/** The schema that all logs of a database share. */
export const schemaName = 'equipoise'

/**
 * Answers whether the tables are there already, and how the database keeps its text. It reads the catalogue itself: the
 * functions that look up a name may answer from before the wait for a lock.
 */
export const stateQuery = `SELECT current_setting('server_encoding') AS encoding, EXISTS (
  SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = '${schemaName}' AND c.relname = 'event'
) AS made`

/**
 * Makes the tables where they are not there. Text compares by bytes, whatever the language of the database; `event` is text
 * and no JSON type, since the hashes are of its bytes. Triggers of statements refuse also what would change no row.
 */
export const schema = `
CREATE SCHEMA IF NOT EXISTS ${schemaName};
CREATE TABLE IF NOT EXISTS ${schemaName}.log (
  name text COLLATE "C" PRIMARY KEY
);
CREATE TABLE IF NOT EXISTS ${schemaName}.event (
  log text COLLATE "C" NOT NULL,
  seq bigint NOT NULL,
  id text COLLATE "C" NOT NULL,
  event text COLLATE "C" NOT NULL,
  recorded_at text COLLATE "C" NOT NULL,
  previous text COLLATE "C" NOT NULL,
  hash text COLLATE "C" NOT NULL,
  PRIMARY KEY (log, seq),
  UNIQUE (log, id)
);
CREATE OR REPLACE FUNCTION ${schemaName}.refuse_change() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION 'the outcome log is append-only'; END $$;
CREATE OR REPLACE TRIGGER event_not_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON ${schemaName}.event
  FOR EACH STATEMENT EXECUTE FUNCTION ${schemaName}.refuse_change();
CREATE OR REPLACE TRIGGER log_not_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON ${schemaName}.log
  FOR EACH STATEMENT EXECUTE FUNCTION ${schemaName}.refuse_change();
`
