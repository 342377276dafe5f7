import { z } from 'zod';
import type { Event } from '../model/event.ts';
import { SEVERITIES } from '../model/finding.ts';
import { BREAKAGES } from '../model/mutant.ts';

/** What judging and reporting rely on in a journal's events; everything else may be there, or not. */
const step = z.looseObject({ id: z.string(), action: z.looseObject({ kind: z.string() }) });
const phase = z.looseObject({
  id: z.string(),
  title: z.string(),
  part: z.enum(['base', 'upgrade', 'rollback']),
  state: z.array(z.looseObject({ instance: z.string(), service: z.string(), role: z.string() })),
  steps: z.array(step),
});
const run = z.looseObject({ id: z.string(), title: z.string(), purpose: z.string(), phases: z.array(phase) });
const attempt = z.looseObject({
  kind: z.string(),
  exceptions: z.array(z.string()),
  runs: z.array(z.string()),
});
const cell = z.looseObject({ id: z.string(), control: z.string(), attempts: z.array(attempt).min(1) });
const named = z.looseObject({ name: z.string() });
const managedFile = named.extend({
  patch: z.looseObject({ lines: z.array(z.string()), more: z.number() }).optional(),
});
const model = z.looseObject({
  name: z.string(),
  releases: z.looseObject({
    base: z.looseObject({ label: z.string() }),
    target: z.looseObject({ label: z.string() }),
  }),
  services: z.array(named),
  files: z.array(managedFile),
  exceptions: z.array(named),
  promises: z.array(z.looseObject({ cell: z.string(), rollback: z.boolean(), atLeast: z.string() })),
});
const failure = z.looseObject({
  message: z.string(),
  answer: z.string().optional(),
  log: z.array(z.looseObject({ source: z.string(), text: z.string() })),
});
const outcome = z.looseObject({
  base: z.string(),
  upgrade: z.string(),
  rollback: z.string(),
  harness: z.string().optional(),
});

const refused = z.looseObject({
  release: z.string(),
  filters: z.string(),
  command: z.string(),
  count: z.number(),
  instances: z.array(z.string()),
});

const finding = z.looseObject({
  code: z.string(),
  severity: z.enum(SEVERITIES),
  title: z.string(),
  why: z.string(),
  remedy: z.string(),
  place: z.string(),
  subject: z.string(),
  message: z.string(),
  witness: z.string(),
  hint: z.string().optional(),
});

const watcher = z.looseObject({ kind: z.string() });
const breakage = z.enum(BREAKAGES);
const mutant = z.looseObject({ watcher, breakage });

const stamp = { seq: z.number(), at: z.number() };
const ofRun = { ...stamp, run: z.string() };

/** What every version of the format says of itself. */
export const FIRST_LINE = z.looseObject({
  type: z.literal('run-started'),
  journal: z.number(),
  machine: z
    .looseObject({ evenkeel: z.string().optional().catch(undefined) })
    .optional()
    .catch(undefined),
});

const KNOWN = {
  'run-started': z.looseObject({
    ...stamp,
    journal: z.number(),
    harness: z.looseObject({ pid: z.number(), startTime: z.string(), scratch: z.string() }),
    machine: z.looseObject({ evenkeel: z.string(), node: z.string() }),
    command: z.string(),
    planFile: z.string().optional(),
    model,
    plan: z.looseObject({
      seed: z.number(),
      cells: z.array(cell),
      runs: z.array(run),
      mutants: z
        .array(
          mutant.extend({ request: z.string(), survival: z.string(), notApplicable: z.string().optional() }),
        )
        .optional(),
      survivors: z.array(mutant.extend({ why: z.string() })).optional(),
    }),
    share: z.looseObject({ index: z.number(), of: z.number(), runs: z.array(z.string()) }).optional(),
  }),
  'install-started': z.looseObject({ ...stamp, service: z.string(), release: z.string() }),
  'install-finished': z.looseObject({
    ...stamp,
    service: z.string(),
    release: z.string(),
    error: z.string().optional(),
  }),
  'experiment-planned': z.looseObject({ ...stamp, planned: run }),
  'experiments-ended': z.looseObject({ ...stamp, why: z.string() }),
  'cell-run-started': z.looseObject(ofRun),
  'cell-run-skipped': z.looseObject({ ...ofRun, why: z.string() }),
  'phase-started': z.looseObject({ ...ofRun, phase: z.string(), part: z.string() }),
  'cleanup-registered': z.looseObject({ ...ofRun, cleanup: z.looseObject({ kind: z.string() }) }),
  'step-started': z.looseObject({ ...ofRun, step: z.string() }),
  'step-finished': z.looseObject({ ...ofRun, step: z.string(), failure: failure.optional() }),
  'process-started': z.looseObject({ ...ofRun, name: z.string(), pid: z.number(), startTime: z.string() }),
  'process-ended': z.looseObject({ ...ofRun, pid: z.number() }),
  'version-read': z.looseObject({ ...ofRun, instance: z.string(), release: z.string() }),
  probe: z.looseObject({ ...ofRun, phase: z.string(), release: z.string(), ok: z.boolean() }),
  warning: z.looseObject({ ...ofRun, part: z.string(), release: z.string(), text: z.string() }),
  'state-changed': z.looseObject({ ...ofRun, lines: z.array(z.string()) }),
  statements: z.looseObject({
    ...ofRun,
    part: z.enum(['base', 'upgrade', 'rollback']),
    step: z.string(),
    server: z.string(),
    release: z.enum(['base', 'target']),
    statements: z.array(z.looseObject({ database: z.string(), sql: z.string() })),
    cut: z.number().optional(),
  }),
  'frozen-file-written': z.looseObject({ ...ofRun, part: z.string(), file: z.string(), how: z.string() }),
  'commands-recorded': z.looseObject({
    ...ofRun,
    instance: z.string(),
    release: z.string(),
    commands: z.array(z.looseObject({ argv: z.array(z.string()), allowed: z.boolean() })),
    left: z.number(),
  }),
  'commands-judged': z.looseObject({
    ...stamp,
    recorded: z.looseObject({ base: z.number(), target: z.number() }),
    columns: z.array(
      z.looseObject({ column: z.string(), refused: z.array(refused), undecidable: z.number() }),
    ),
    left: z.number(),
  }),
  'contract-judged': z.looseObject({
    ...stamp,
    findings: z.array(finding),
    left: z.number(),
    unread: z.array(z.string()),
  }),
  'mutant-tried': z.looseObject({
    ...ofRun,
    mutant,
    outcome: z.enum(['killed', 'survived', 'not-applicable', 'not-tried']),
    seen: z.string(),
  }),
  'cleanup-finished': z.looseObject({
    ...ofRun,
    cleanup: z.looseObject({ kind: z.string() }),
    error: z.string().optional(),
  }),
  'cell-run-finished': z.looseObject({ ...ofRun, outcome }),
  'harness-error': z.looseObject({ ...stamp, message: z.string() }),
  interrupted: z.looseObject({ ...stamp, signal: z.string() }),
  'run-finished': z.looseObject(stamp),
} satisfies Readonly<Record<Event['type'], z.ZodType>>;

/** Whether this version knows events of a type. */
export const isKnownType = (type: string): type is Event['type'] => Object.hasOwn(KNOWN, type);

/** What is wrong with an event of a known type, in words; `undefined` when nothing is, or the type is not known. */
export function faultOfEvent(event: { readonly type: string }): string | undefined {
  const known: z.ZodType | undefined = isKnownType(event.type) ? KNOWN[event.type] : undefined;
  const [issue] = known?.safeParse(event).error?.issues ?? [];
  return issue === undefined
    ? undefined
    : `${[event.type, ...issue.path.map(String)].join('.')}: ${issue.message}`;
}
