import { z } from 'zod';
import { CELL_IDS } from '../../model/cell.ts';
import { ORDER_LINE } from '../order-line.ts';
import { checkKinds, checkShape, checks } from './check.ts';
import { command, duration, named, text } from './common.ts';
import { contract } from './contract.ts';
import { withReleaseLists } from './release-list.ts';
import { environmentServer, service } from './stack.ts';

const cell = z.enum(CELL_IDS);
const promisedCell = z.enum(CELL_IDS.flatMap((id) => [id, `${id}/rollback` as const]));

const release = z.strictObject({
  label: text.min(1).describe('What a running instance reports as its version'),
  node: text
    .regex(/^\d+\.\d+\.\d+$/, { error: 'is not an exact Node version such as 22.11.0' })
    .optional()
    .describe('An exact Node version for the services of this release'),
  vars: z.record(z.string(), text).optional().describe('${vars.KEY}'),
});

const file = z.strictObject({
  path: text.min(1).describe('Where it lies, below ${files}'),
  from: z
    .union([text.min(1), z.strictObject({ base: text.min(1).optional(), target: text.min(1).optional() })])
    .describe('A file or a folder; or base: and target:, one of which may be absent'),
  owner: z.enum(['package', 'operator']).optional().describe('Default: operator'),
  note: text.optional().describe("The release note; required for an operator's file with two variants"),
  render: z.boolean().optional().describe('Fill in placeholders in the contents'),
  filters: z
    .boolean()
    .optional()
    .describe("A folder of rootwrap's filter files: the column union is planned for it"),
  each: text.optional().describe('A service: a copy for each of its instances'),
});

const migrationShape = {
  run: command,
  service: text.optional(),
  rolling: z
    .enum(['before', 'after', 'any'])
    .optional()
    .describe('Before the first instance is replaced, after the last, or wherever order: allows it'),
};
const migration = z.union([text.min(1), z.array(text).min(1), z.strictObject(migrationShape)]);
const migrations = z.union([
  text.min(1),
  z.array(text).min(1),
  z.strictObject({
    expand: migration.optional(),
    migrate: migration.optional(),
    contract: migration.optional(),
  }),
]);

const resource = z.strictObject({
  service: text,
  early_create: checks.optional(),
  create: checks,
  verify: checks,
  verify_noapi: checks.optional().describe('While all services are stopped'),
  destroy: checks.optional(),
});

/** A probe is asked once each time: trying again would hide the request that failed. */
const { within: _, ...probeShape } = checkShape;

const probe = z
  .strictObject({
    ...probeShape,
    service: text,
    every: duration.optional().describe('Default 100ms'),
    answered_by: text.optional().describe("http: dotted path of the release's label in the answer"),
  })
  .superRefine(checkKinds(['http', 'sql', 'tcp', 'run']));

const setup = z
  .strictObject({ ...checkShape, service: text.optional() })
  .superRefine(checkKinds(['http', 'sql', 'tcp', 'run']));

const exception = z.strictObject({
  run: command,
  service: text.optional(),
  when: z.enum(['before-shutdown', 'before-migrate', 'before-start', 'after-start']).optional(),
  cells: z.array(cell).min(1).optional().describe('Default: all'),
  note: text.describe('The release note that documents it; the file must exist'),
  why: text.optional(),
});

const stateCommand = z.strictObject({ run: command });
const state = z.strictObject({
  service: text.optional().describe("Whose base's code the commands run with. Default: the first service"),
  save: stateCommand.describe('Keeps into ${state}, an empty folder, what lies outside'),
  restore: stateCommand.describe('Brings back what save left in ${state}, and nothing else'),
});

/** The plan file, version 1. */
export const planFile = z
  .strictObject({
    version: z.literal(1),
    name: text.min(1).max(80),
    releases: z.strictObject({ base: release, target: release }),
    environment: named(environmentServer).optional().describe('Servers that are not upgraded'),
    services: named(service).describe('The software under upgrade'),
    files: named(file).optional().describe('What the software reads'),
    setup: z.array(setup).optional().describe("Run with base's code before base starts for the first time"),
    migrate: migrations.optional().describe('Commands between the releases'),
    order: z
      .array(
        text.regex(ORDER_LINE, {
          error: 'is not an order such as "api after worker" or "worker before api"',
        }),
      )
      .optional()
      .describe('The documented order of a rolling upgrade: services and expand, migrate, contract'),
    resources: named(resource).describe('Things that users make and that must survive'),
    probes: named(probe).describe('Requests that run all the time'),
    upgrade_checks: named(z.strictObject({ run: command, service: text.optional() })).optional(),
    warnings: z
      .strictObject({ patterns: z.array(text).optional(), ignore: z.array(text).optional() })
      .optional()
      .describe('Log lines that count as a deprecation warning'),
    exceptions: named(exception).optional().describe('Manual steps that this pair of releases needs'),
    promises: z
      .union([
        z.array(promisedCell),
        z.partialRecord(promisedCell, z.enum(['painless', 'warns', 'exception'])),
      ])
      .optional()
      .describe('The cells that the project promises; they decide the exit code'),
    state: state
      .optional()
      .describe("Commands that keep and bring back state outside of the run's folders; all is off then"),
    contract: contract.optional(),
  })
  .meta({ title: 'Evenkeel plan file, version 1' });

export type RawPlan = z.infer<typeof planFile>;
export type RawProbe = z.infer<typeof probe>;
export type RawMigration = z.infer<typeof migration>;
export type RawFile = z.infer<typeof file>;
export type RawRelease = z.infer<typeof release>;

/** What a plan must have to be run. */
export const RUN_SECTIONS = ['releases', 'services', 'resources', 'probes'] as const;

/** JSON Schema of the plan file, for editors: a plan that can be run, or one for `check` alone. */
export function planJsonSchema(): unknown {
  const schema = withReleaseLists(z.toJSONSchema(planFile, { io: 'input', target: 'draft-7' }));
  return {
    ...(schema as object),
    required: ['version', 'name'],
    anyOf: [
      { required: RUN_SECTIONS },
      {
        required: ['contract'],
        properties: { version: {}, name: {}, contract: {} },
        additionalProperties: false,
      },
    ],
  };
}
