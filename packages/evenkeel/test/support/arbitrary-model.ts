import fc from 'fast-check';
import { CELL_IDS, USUAL_CELLS } from '../../src/model/cell.ts';
import type { UpgradeModel } from '../../src/model/upgrade-model.ts';
import { type Disk, modelOf, planText } from './model.ts';

const DISK: Disk = { one: 'folder', two: 'folder', 'note.md': 'file' };
const NAMES = ['api', 'web', 'worker'];

const service = fc.record({
  instances: fc.record({ offline: fc.integer({ min: 1, max: 3 }), rolling: fc.integer({ min: 1, max: 2 }) }),
  start: fc.constant('serve'),
  version: fc.constant({ http: 'GET /version' }),
});

const resource = (services: readonly string[]) =>
  fc.record(
    {
      service: fc.constantFrom(...services),
      create: fc.constant('make'),
      verify: fc.constant('check'),
      early_create: fc.constant('login'),
      verify_noapi: fc.constant('look'),
      destroy: fc.constant('remove'),
    },
    { requiredKeys: ['service', 'create', 'verify'] },
  );

const file = fc.record({
  from: fc.constantFrom<unknown>('one', { base: 'one', target: 'two' }, { base: 'one' }, { target: 'two' }),
  owner: fc.constantFrom('package', 'operator'),
  note: fc.constant('note.md'),
  filters: fc.boolean(),
});

/** Only a folder of each release can be one of filters. */
const mayBeFilters = ({ from }: { readonly from: unknown }): boolean =>
  typeof from === 'object' && from !== null && 'base' in from && 'target' in from;

const migration = fc.record(
  { run: fc.constant('change'), rolling: fc.constantFrom('before', 'after') },
  { requiredKeys: ['run'] },
);

const exception = fc.record(
  {
    run: fc.constant('mend'),
    note: fc.constant('note.md'),
    when: fc.constantFrom('before-shutdown', 'before-migrate', 'before-start', 'after-start'),
    cells: fc.uniqueArray(fc.constantFrom(...CELL_IDS), { minLength: 1 }),
  },
  { requiredKeys: ['run', 'note'] },
);

type Migrations = Record<string, { readonly rolling?: string } | undefined>;

/** A later schema step is not run before an earlier one. */
function inOrder(raw: Migrations): Migrations {
  const stages = ['expand', 'migrate', 'contract'].flatMap((stage) =>
    raw[stage] === undefined ? [] : [stage],
  );
  let isLate = false;
  const entries = stages.map((stage) => {
    const entry = raw[stage];
    isLate ||= (entry?.rolling ?? (stage === 'contract' ? 'after' : 'before')) === 'after';
    return [stage, isLate ? { ...entry, rolling: 'after' } : entry];
  });
  return Object.fromEntries(entries);
}

/** Entries named by a prefix and a number. */
function numbered<T>(prefix: string, entries: readonly T[]): Record<string, T> {
  return Object.fromEntries(entries.map((entry, index) => [`${prefix}${index}`, entry]));
}

/** Models of all kinds, small enough to be planned often: they are read from plans, so they are possible. */
export const anyModel: fc.Arbitrary<UpgradeModel> = fc.integer({ min: 1, max: 3 }).chain((count) => {
  const services = NAMES.slice(0, count);
  return fc
    .record({
      services: fc.tuple(...services.map(() => service)),
      resources: fc.array(resource(services), { minLength: 1, maxLength: 3 }),
      files: fc.array(file, { maxLength: 2 }),
      migrate: fc
        .record({ expand: migration, migrate: migration, contract: migration }, { requiredKeys: [] })
        .map(inOrder),
      exceptions: fc.array(exception, { maxLength: 2 }),
      checked: fc.boolean(),
    })
    .map((parts) => {
      const files = parts.files.map((entry, index) => ({
        ...entry,
        path: `file-${index}`,
        filters: entry.filters && mayBeFilters(entry),
      }));
      const cells = files.some(({ filters }) => filters) ? CELL_IDS : USUAL_CELLS;
      const exceptions = parts.exceptions.map((entry) => ({
        ...entry,
        cells: cells.filter((cell) => entry.cells?.includes(cell) ?? true),
      }));
      return modelOf(
        planText({
          version: 1,
          name: 'generated',
          releases: { base: { label: '1.0.0' }, target: { label: '2.0.0' } },
          services: Object.fromEntries(services.map((name, index) => [name, parts.services[index]])),
          files: numbered('file', files),
          migrate: parts.migrate,
          resources: numbered('resource', parts.resources),
          probes: numbered(
            'probe',
            services.map((name) => ({ service: name, tcp: true })),
          ),
          exceptions: numbered(
            'exception',
            exceptions.filter(({ cells }) => cells.length > 0),
          ),
          ...(parts.checked ? { upgrade_checks: { ready: { run: 'ready' } } } : {}),
        }),
        DISK,
      );
    });
});
