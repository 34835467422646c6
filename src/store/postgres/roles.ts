/**
 * Who may do what in the database: three roles without a login, which an administrator grants to people
 * (`GRANT inquest_reader TO ada`). They are the same for all databases of a server.
 *
 * - `inquest_reader` reads everything.
 * - `inquest_loader` reads everything, and pushes files.
 * - `inquest_auditor` reads audits that are theirs, and adds answers and notes (`team/tables.ts`). It reads nothing of
 *   the trials: the tables with facts, records, passages, scores and counts all tell verdicts, and names of
 *   collections and files may tell models.
 */
import { TEAM_GRANTS } from './team/tables.ts';

export const ROLE_NAMES = ['inquest_reader', 'inquest_loader', 'inquest_auditor'] as const;

const MAKE_ROLES = ROLE_NAMES.map(
  (name) => `DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = '${name}') THEN
    CREATE ROLE ${name} NOLOGIN;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; -- made at this moment, for another database
END $$;`,
);

/** Makes the roles and says what they may do. It can be run again, after tables have been added. */
export const ROLES = `
${MAKE_ROLES.join('\n')}
REVOKE ALL ON SCHEMA inquest FROM PUBLIC;
GRANT USAGE ON SCHEMA inquest TO inquest_reader, inquest_loader, inquest_auditor;
GRANT SELECT ON ALL TABLES IN SCHEMA inquest TO inquest_reader, inquest_loader;
GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA inquest TO inquest_loader;
REVOKE INSERT, UPDATE, DELETE ON inquest.migration FROM inquest_loader;
REVOKE ALL ON ALL TABLES IN SCHEMA inquest FROM inquest_auditor;
GRANT SELECT ON inquest.migration TO inquest_auditor;
GRANT EXECUTE ON FUNCTION inquest.analyze() TO inquest_loader;
${TEAM_GRANTS}`;
