import type { Check, Command, TextExpectation, VersionQuestion } from '../model/check.ts';
import { given } from '../model/given.ts';
import type { RawCheck, RawChecks, RawReadiness, RawVersionQuestion } from './schema/check.ts';
import { toMs } from './schema/common.ts';

const DEFAULT_TIMEOUT_MS = 10_000;
const DEFAULT_COMMAND_TIMEOUT_MS = 60_000;

/** Fills in a check's defaults. `server`: where SQL goes when the check does not say. */
export function normaliseCheck(raw: RawReadiness, server: string): Check {
  const common = timing(raw);
  if (raw.http !== undefined) return httpCheck(raw, raw.http, common);
  if (raw.sql !== undefined) return sqlCheck(raw, raw.sql, server, common);
  if (raw.log !== undefined) return { kind: 'log', ...common, pattern: raw.log };
  if (raw.run !== undefined) return commandCheck(raw, raw.run, common);
  return {
    kind: 'tcp',
    ...common,
    port: raw.port ?? '',
    expect: textExpectation(raw.expect),
    ...given({ send: raw.send }),
  };
}

type Common = Pick<Check, 'withinMs' | 'timeoutMs' | 'save'>;

function timing(raw: RawReadiness): Common {
  const fallback = raw.run === undefined ? DEFAULT_TIMEOUT_MS : DEFAULT_COMMAND_TIMEOUT_MS;
  return {
    withinMs: raw.within === undefined ? 0 : toMs(raw.within),
    timeoutMs: raw.timeout === undefined ? fallback : toMs(raw.timeout),
    save: raw.save ?? {},
  };
}

function textExpectation(expect: RawReadiness['expect']): TextExpectation {
  return given({ contains: expect?.contains, matches: expect?.matches });
}

function httpCheck(raw: RawReadiness, line: string, common: Common): Check {
  const space = line.indexOf(' ');
  const status = raw.expect?.status ?? [];
  return {
    kind: 'http',
    ...common,
    method: line.slice(0, space),
    path: line.slice(space + 1).trim(),
    port: raw.port ?? '',
    headers: raw.headers ?? {},
    ...given({ body: raw.body }),
    expect: {
      ...textExpectation(raw.expect),
      status: typeof status === 'number' ? [status] : status,
      json: raw.expect?.json ?? {},
    },
  };
}

function sqlCheck(raw: RawReadiness, statement: string, server: string, common: Common): Check {
  return {
    kind: 'sql',
    ...common,
    statement,
    on: raw.on ?? server,
    params: raw.params ?? [],
    expect: { json: raw.expect?.json ?? {}, ...given({ rows: raw.expect?.rows }) },
  };
}

function commandCheck(raw: RawReadiness, command: Command, common: Common): Check {
  return {
    kind: 'command',
    ...common,
    command,
    expect: { ...textExpectation(raw.expect), exit: raw.expect?.exit ?? 0 },
  };
}

/** A command, a check or a list of checks, as a list. */
export function normaliseChecks(raw: RawChecks | undefined, server: string): Check[] {
  if (raw === undefined) return [];
  if (typeof raw === 'string') return [normaliseCheck({ run: raw }, server)];
  const list: RawCheck[] = Array.isArray(raw) ? raw : [raw];
  return list.map((check) => normaliseCheck(check, server));
}

/** Fills in a version question's defaults. */
export function normaliseVersion(raw: RawVersionQuestion, server: string): VersionQuestion {
  const { json, matches, equals, ...check } = raw;
  return {
    check: normaliseCheck(check, server),
    equals: equals ?? '${release.label}',
    ...given({ json, matches }),
  };
}
