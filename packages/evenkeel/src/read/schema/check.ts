import { z } from 'zod';
import { command, duration, text } from './common.ts';

const expectation = z
  .strictObject({
    status: z
      .union([z.int().min(100).max(599), z.array(z.int().min(100).max(599)).min(1)])
      .optional()
      .describe('http: the status, or a list of them. Default: any 2xx'),
    json: z.record(z.string(), z.unknown()).optional().describe('http, sql: dotted path -> expected value'),
    contains: text.optional().describe('http, tcp, run: a text in the answer'),
    matches: text.optional().describe('http, tcp, run: a regular expression over the answer'),
    rows: z.int().min(0).optional().describe('sql: the number of rows'),
    exit: z.int().min(0).max(255).optional().describe('run: the exit code. Default 0'),
  })
  .describe('What counts as success');

/** The keys of a check; which may stand together is decided by `checkKinds`. */
export const checkShape = {
  http: text.optional().describe('METHOD PATH, e.g. GET /health; a path on the instance, or a whole URL'),
  headers: z.record(z.string(), text).optional(),
  body: z.unknown().optional().describe('http: a text as it is, anything else as JSON'),
  sql: text.optional().describe('One SQL statement'),
  on: text.optional().describe('sql: the PostgreSQL server of the environment or the services'),
  params: z.array(z.unknown()).optional().describe('sql: values of $1, $2, …'),
  tcp: z.literal(true).optional().describe("Connect to the instance's port"),
  port: text.optional().describe('http, tcp: the name of the port, when it is not the first'),
  send: text.optional().describe('tcp: a text to send'),
  run: command.optional(),
  expect: expectation.optional(),
  save: z.record(z.string(), text).optional().describe('http, sql: store key -> path into the answer'),
  within: duration.optional().describe('Repeat until it passes, for at most so long'),
  timeout: duration.optional().describe('For one try. Default 10s'),
};

/** Which keys go with which kind; `expect` entries are written `expect.status`. */
const KEYS_OF: Readonly<Record<string, readonly string[]>> = {
  http: [
    'headers',
    'body',
    'port',
    'save',
    'expect.status',
    'expect.json',
    'expect.contains',
    'expect.matches',
  ],
  sql: ['on', 'params', 'save', 'expect.rows', 'expect.json'],
  tcp: ['port', 'send', 'expect.contains', 'expect.matches'],
  run: ['expect.exit', 'expect.contains', 'expect.matches'],
  log: [],
};
const DEPENDENT = new Set(Object.values(KEYS_OF).flat());

type Refinement = { addIssue(issue: { code: 'custom'; message: string; path?: PropertyKey[] }): void };

/** Refines an object with `checkShape`: exactly one kind, and only keys that go with it. */
export function checkKinds(
  kinds: readonly string[],
): (value: Record<string, unknown>, ctx: Refinement) => void {
  return (value, ctx) => {
    const present = kinds.filter((kind) => value[kind] !== undefined);
    const [kind] = present;
    if (kind === undefined || present.length > 1) {
      const found = present.length > 1 ? `, not ${present.join(' and ')}` : '';
      ctx.addIssue({ code: 'custom', message: `needs exactly one of ${kinds.join(', ')}${found}` });
      return;
    }
    checkDependentKeys(kind, value, ctx);
    if (kind === 'http' && !/^[A-Z]+ \S/.test(String(value.http))) {
      ctx.addIssue({ code: 'custom', path: ['http'], message: 'should be METHOD PATH, e.g. GET /health' });
    }
  };
}

function checkDependentKeys(kind: string, value: Record<string, unknown>, ctx: Refinement): void {
  for (const key of DEPENDENT) {
    const path = key.split('.');
    const inner =
      path.length === 1 ? value[key] : (value.expect as Record<string, unknown> | undefined)?.[path[1] ?? ''];
    if (inner !== undefined && !KEYS_OF[kind]?.includes(key)) {
      ctx.addIssue({ code: 'custom', path, message: `${key} has no meaning with ${kind}` });
    }
  }
}

export const check = z.strictObject(checkShape).superRefine(checkKinds(['http', 'sql', 'tcp', 'run']));
export type RawCheck = z.infer<typeof check>;

const logPattern = text.describe('A regular expression over what the instance logged since it started');

export const readiness = z
  .strictObject({ ...checkShape, log: logPattern.optional() })
  .superRefine(checkKinds(['http', 'sql', 'tcp', 'run', 'log']));
export type RawReadiness = z.infer<typeof readiness>;

export const versionQuestion = z
  .strictObject({
    ...checkShape,
    log: logPattern.optional(),
    json: text.optional().describe('http, sql: dotted path of the version in the answer'),
    matches: text.optional().describe('A regular expression whose first group is the version'),
    equals: text.optional().describe('The expected answer. Default: ${release.label}'),
  })
  .superRefine(checkKinds(['http', 'sql', 'tcp', 'run', 'log']));
export type RawVersionQuestion = z.infer<typeof versionQuestion>;

export const checks = z
  .union([text.min(1), check, z.array(check).min(1)])
  .describe('A command, a check, or a list of checks');
export type RawChecks = z.infer<typeof checks>;
