/**
 * What people of a team do: notes, and audits with the files of their auditors.
 *
 * - **Append-only.** Rows are only ever added: triggers refuse every change, the owner's too. `author` is the user of
 *   the session and `at` the time of the row, whatever a statement says. That of a transaction would not do: who leaves
 *   one open, and reads, could add what is older than what was read.
 * - `audit`: a file of an audit, by the SHA-256 of its first line. `person` is the user whose it is, who alone appends
 *   to it besides loaders. `audit_line`: its lines as bytes, without line ends. A line that is a record has to follow
 *   the one before by number and hash, so that no file forks. `kind` is the type of the record.
 * - `audit_item`: which trials are drawn for a file, by the SHA-256 of their content. `audit_trial`: the same
 *   trials as they may be seen, a line of a bundle each. `audit_key`: the key of a sample.
 * - **Blindness.** `readable_audits` says which files a user may read, and whether with the record that closes
 *   them, which tells verdicts. While a file of theirs is open, nobody reads what another file says that has one
 *   of its trials, of this sample or of another. Those who may not read trials read others' files of their samples
 *   only, once both are closed.
 * - No role has the right to read the tables. All call functions, which run with the rights of the owner and give
 *   the rows that the user may read. Row-level security alone would not do: `EXPLAIN ANALYZE` tells whether a condition
 *   of the user held in rows that it hides, since conditions without side effects are tried before its own.
 */
const TABLES = `
CREATE TABLE inquest.note (
  hash bytea GENERATED ALWAYS AS (sha256(record)) STORED PRIMARY KEY, record bytea NOT NULL,
  author name NOT NULL, at timestamptz NOT NULL
);
CREATE TABLE inquest.audit (
  id bytea PRIMARY KEY, design bytea NOT NULL, key bytea NOT NULL,
  name text COLLATE "C" NOT NULL, auditor text COLLATE "C" NOT NULL, file text COLLATE "C" NOT NULL,
  person name NOT NULL, author name NOT NULL, at timestamptz NOT NULL
);
CREATE TABLE inquest.audit_line (
  audit bytea NOT NULL, n int NOT NULL CHECK (n >= 0),
  line bytea NOT NULL CHECK (position('\\x0a'::bytea IN line) = 0), kind text COLLATE "C" NOT NULL,
  author name NOT NULL, at timestamptz NOT NULL,
  PRIMARY KEY (audit, n)
);
CREATE INDEX audit_line_close ON inquest.audit_line (audit) WHERE kind = 'close';
CREATE TABLE inquest.audit_item (
  audit bytea NOT NULL, item int NOT NULL, content bytea NOT NULL, author name NOT NULL, at timestamptz NOT NULL,
  PRIMARY KEY (audit, item)
);
CREATE INDEX audit_item_content ON inquest.audit_item (content);
CREATE TABLE inquest.audit_trial (
  audit bytea NOT NULL, item int NOT NULL, line bytea NOT NULL, author name NOT NULL, at timestamptz NOT NULL,
  PRIMARY KEY (audit, item)
);
CREATE TABLE inquest.audit_key (
  hash bytea GENERATED ALWAYS AS (sha256(body)) STORED PRIMARY KEY, body bytea NOT NULL,
  author name NOT NULL, at timestamptz NOT NULL
);
`;

/** Functions look nowhere but in the schemas that they name, and read their own text as it is written here. */
const OWN_PATH = 'SET search_path = pg_catalog, pg_temp SET standard_conforming_strings = on';

const FUNCTIONS = `
CREATE OR REPLACE FUNCTION inquest.sign_row() RETURNS trigger LANGUAGE plpgsql ${OWN_PATH} AS $$
BEGIN
  NEW.author := session_user;
  NEW.at := clock_timestamp();
  RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION inquest.refuse_change() RETURNS trigger LANGUAGE plpgsql ${OWN_PATH} AS $$
BEGIN
  RAISE EXCEPTION 'rows of inquest.% are only ever added', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;

-- What a line says; null: it is no JSON. Other errors, such as of a full stack, refuse the line. Escapes that text
-- cannot have (NUL, surrogates) are of no importance here.
CREATE OR REPLACE FUNCTION inquest.json_in(line bytea) RETURNS json LANGUAGE plpgsql IMMUTABLE ${OWN_PATH} AS $$
BEGIN
  RETURN regexp_replace(convert_from(line, 'UTF8'), '\\\\\\\\|\\\\u(0000|[dD][89a-fA-F]..)', 'x', 'g')::json;
EXCEPTION WHEN invalid_text_representation OR character_not_in_repertoire THEN
  RETURN NULL;
END $$;
-- A line that is no JSON was cut short, and the record behind it says so. Of a key that a record has twice, the last
-- counts, as it does for who reads the file.
CREATE OR REPLACE FUNCTION inquest.chain_line() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER ${OWN_PATH} AS $$
DECLARE
  record json := inquest.json_in(NEW.line);
  start text := encode(substring(NEW.line FROM 1 FOR 200), 'escape');
  link text;
  loads boolean := has_table_privilege(session_user, 'inquest.audit', 'INSERT');
BEGIN
  IF NOT loads AND NOT EXISTS (SELECT FROM inquest.audit WHERE id = NEW.audit AND person = session_user) THEN
    RAISE EXCEPTION 'the file is of somebody else' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NEW.n > 0 THEN
    SELECT encode(sha256(line), 'hex') INTO link FROM inquest.audit_line WHERE audit = NEW.audit AND n = NEW.n - 1;
  END IF;
  NEW.kind := substring(start FROM '^[{]"seq":' || NEW.n || ',"type":"([a-z-]+)","prev":'
    || coalesce('"' || link || '"', 'null') || ',');
  IF (link IS NULL) <> (NEW.n = 0) OR record IS NULL AND NEW.n = 0
    OR record IS NOT NULL AND (NEW.kind IS NULL OR (NEW.kind, NEW.n::text, link)
      IS DISTINCT FROM (record->>'type', record->>'seq', record->>'prev')) THEN
    RAISE EXCEPTION 'the line does not follow the one before' USING ERRCODE = 'check_violation';
  END IF;
  IF record IS NULL THEN
    NEW.kind := '';
  END IF;
  IF NOT loads AND NEW.kind IN ('audit', 'draw', 'extend', 'close') THEN
    RAISE EXCEPTION 'a record of this type takes the key of the audit' USING ERRCODE = 'insufficient_privilege';
  END IF;
  NEW.author := session_user;
  NEW.at := clock_timestamp();
  RETURN NEW;
END $$;
-- Who may make a trigger of a function has it work on a table of theirs, with the rights of its owner.
REVOKE ALL ON FUNCTION inquest.sign_row(), inquest.refuse_change(), inquest.chain_line() FROM PUBLIC;

CREATE OR REPLACE FUNCTION inquest.readable_audits() RETURNS TABLE (id bytea, whole boolean)
LANGUAGE sql STABLE SECURITY DEFINER ${OWN_PATH} AS $$
  WITH file AS (
    SELECT a.id, a.design, a.person = session_user AS mine,
      EXISTS (SELECT FROM inquest.audit_line l WHERE l.audit = a.id AND l.kind = 'close') AS closed
    FROM inquest.audit a
  ), open_file AS (
    SELECT f.id, f.design FROM file f WHERE f.mine AND NOT f.closed
  ), blind AS (
    SELECT i.content FROM inquest.audit_item i JOIN open_file f ON f.id = i.audit
  ), judged AS (
    SELECT f.id, f.mine,
      f.design NOT IN (SELECT o.design FROM open_file o)
      AND f.id NOT IN (SELECT i.audit FROM inquest.audit_item i WHERE i.content IN (SELECT content FROM blind))
      AND (has_table_privilege(session_user, 'inquest.trial', 'SELECT')
        OR f.closed AND f.design IN (SELECT o.design FROM file o WHERE o.mine)) AS whole
    FROM file f
  )
  SELECT j.id, j.whole FROM judged j WHERE j.mine OR j.whole
$$;
CREATE OR REPLACE FUNCTION inquest.may_read_key(asked bytea) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER ${OWN_PATH} AS $$
  SELECT has_table_privilege(session_user, 'inquest.trial', 'SELECT')
    AND NOT EXISTS (SELECT FROM inquest.audit a WHERE a.key = asked AND a.person = session_user AND NOT EXISTS (
    SELECT FROM inquest.audit_line l WHERE l.audit = a.id AND l.kind = 'close'))
$$;
`;

/** Which rows of a table a user sees. */
const READABLE = 'SELECT r.id FROM inquest.readable_audits() r';
const SEEN = {
  note: "author = session_user OR has_table_privilege(session_user, 'inquest.trial', 'SELECT')",
  audit: `id IN (${READABLE})`,
  audit_line: `audit IN (${READABLE} WHERE r.whole) OR kind <> 'close' AND audit IN (${READABLE})`,
  audit_item: `audit IN (${READABLE})`,
  audit_trial: `audit IN (${READABLE})`,
  audit_key: 'inquest.may_read_key(hash)',
} as const;

/** Only ever added to. */
const TABLE_NAMES = Object.keys(SEEN) as readonly (keyof typeof SEEN)[];

/** `name(arguments)`, which gives the rows of a table that the user sees. */
function readingFunction(name: string, table: keyof typeof SEEN, more = ''): string {
  return `
CREATE OR REPLACE FUNCTION inquest.${name} RETURNS SETOF inquest.${table}
LANGUAGE sql STABLE SECURITY DEFINER ${OWN_PATH} AS $$
  SELECT * FROM inquest.${table} WHERE (${SEEN[table]})${more}
$$;`;
}

const READING = [
  readingFunction('notes()', 'note'),
  readingFunction('audits()', 'audit'),
  readingFunction('audit_lines(asked bytea)', 'audit_line', ' AND audit = asked'),
  readingFunction('audit_trials(asked bytea)', 'audit_trial', ' AND audit = asked'),
  readingFunction('audit_keys(asked bytea)', 'audit_key', ' AND hash = asked'),
].join('');

/** Privileges (`roles.ts`) come first; `chain_line` looks whose a line is. */
const RULES = TABLE_NAMES.map(
  (table) => `
ALTER TABLE inquest.${table} ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON inquest.${table} FOR SELECT USING (${SEEN[table]});
CREATE POLICY added ON inquest.${table} FOR INSERT WITH CHECK (true);
CREATE TRIGGER sign BEFORE INSERT ON inquest.${table} FOR EACH ROW
  EXECUTE FUNCTION inquest.${table === 'audit_line' ? 'chain_line' : 'sign_row'}();
CREATE TRIGGER keep BEFORE UPDATE OR DELETE OR TRUNCATE ON inquest.${table} FOR EACH STATEMENT
  EXECUTE FUNCTION inquest.refuse_change();`,
).join('');

/** The tables, with their rules. */
export const TEAM = `${TABLES}${FUNCTIONS}${READING}${RULES}\n`;

/** The functions alone, where the tables are there. */
export const TEAM_FUNCTIONS = `${FUNCTIONS}${READING}DROP FUNCTION IF EXISTS inquest.is_json(bytea);\n`;

/** What the roles may do with the tables, after what they may do with all. */
export const TEAM_GRANTS = `
REVOKE ALL ON ${listed(TABLE_NAMES)} FROM inquest_reader, inquest_loader, inquest_auditor;
GRANT INSERT ON ${listed(TABLE_NAMES)} TO inquest_loader;
GRANT INSERT ON ${listed(['note', 'audit_line'])} TO inquest_reader, inquest_auditor;
`;

function listed(tables: readonly string[]): string {
  return tables.map((table) => `inquest.${table}`).join(', ');
}
