import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { CellId } from '../../src/model/cell.ts';
import type { PerRelease } from '../../src/model/release.ts';
import type { RawPlan } from '../../src/read/schema/plan.ts';
import type { Sandbox } from './e2e.ts';
import { readReport, type ShelfRun } from './shelf.ts';

const FIXTURE = fileURLToPath(new URL('../fixtures/knob', import.meta.url));

/** What upsets a release of the knob; see its fixture. */
export interface Upset {
  readonly unknown?: readonly string[];
  readonly upsetByAll?: readonly string[];
  readonly wants?: readonly string[];
  /** It answers nothing about notes, for this. */
  readonly unread?: readonly string[];
  readonly upsetBy?: Readonly<Record<string, string>>;
  readonly readyAfterMs?: number;
  readonly badStarts?: readonly number[];
  readonly contracted?: 'fails';
}

/** A knob in two releases, and the operator's file of each. */
export interface Knob {
  /** Of target, by service. */
  readonly upset: Readonly<Record<string, Upset>>;
  readonly file?: string;
  readonly base?: string;
  /** The file after the operator's edit. */
  readonly edited?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly contract?: boolean;
  /** The defaults of options, as each release declares them. */
  readonly defaults?: PerRelease<Readonly<Record<string, string>>>;
}

/** Lays a knob into the sandbox and runs one cell of it. */
export async function runKnob(
  box: Sandbox,
  knob: Knob,
  cells: CellId | `${CellId},${CellId}` = 'offline:together',
  args: readonly string[] = [],
): Promise<ShelfRun> {
  const out = box.path('out');
  const ended = await box.evenkeel(
    'run',
    layKnob(box, knob),
    '--out',
    out,
    ...cells.split(',').flatMap((cell) => ['--cell', cell]),
    ...args,
  );
  return { ended, out, report: readReport(out) };
}

function layKnob(box: Sandbox, knob: Knob): string {
  const { file = 'knob.conf', base = 'colour = red\n', edited } = knob;
  for (const service of Object.keys(knob.upset)) {
    for (const release of ['base', 'target'] as const) {
      const folder = box.path('knob', `${service}-${release}`);
      mkdirSync(folder, { recursive: true });
      cpSync(FIXTURE, folder, { recursive: true });
      const version = release === 'base' ? '1.0.0' : '2.0.0';
      const upset = release === 'target' ? knob.upset[service] : {};
      writeFileSync(`${folder}/release.json`, JSON.stringify({ version, ...upset }));
    }
  }
  writeFileSync(box.path('knob', `base-${file}`), base);
  if (edited !== undefined) writeFileSync(box.path('knob', `target-${file}`), edited);
  writeFileSync(box.path('knob', 'note.md'), 'Edit the file.\n');
  for (const release of ['base', 'target'] as const)
    if (knob.defaults !== undefined)
      writeFileSync(box.path('knob', `${release}-schema.json`), schemaOf(knob.defaults[release]));
  const plan = box.path('knob', 'evenkeel.yaml');
  writeFileSync(plan, JSON.stringify(knobPlan(knob, file), null, 2));
  return plan;
}

/** A JSON Schema of the options. */
function schemaOf(defaults: Readonly<Record<string, string>>): string {
  const options = Object.entries(defaults).map(([name, value]) => [name, { type: 'string', default: value }]);
  return JSON.stringify({ type: 'object', properties: Object.fromEntries(options) });
}

function knobPlan({ upset, edited, env, contract, defaults }: Knob, file: string): RawPlan {
  const names = Object.keys(upset);
  const [first = ''] = names;
  return {
    version: 1,
    name: 'knob',
    releases: { base: { label: '1.0.0' }, target: { label: '2.0.0' } },
    services: Object.fromEntries(names.map((name) => [name, serviceOf(name, env)])),
    files: {
      conf:
        edited === undefined
          ? { path: file, from: `base-${file}` }
          : { path: file, from: { base: `base-${file}`, target: `target-${file}` }, note: 'note.md' },
    },
    ...(defaults !== undefined && { contract: { base: 'base-schema.json', target: 'target-schema.json' } }),
    ...(contract === true && {
      migrate: {
        contract: { run: `mkdir -p \${data}/${first} && touch \${data}/${first}/contracted`, service: first },
      },
    }),
    resources: Object.fromEntries(
      names.map((name) => [
        `${name}-note`,
        {
          service: name,
          create: [{ http: 'PUT /notes/${item}', body: 'text' }],
          verify: [{ http: 'GET /notes/${item}', expect: { contains: 'text' } }],
        },
      ]),
    ),
    probes: Object.fromEntries(names.map((name) => [name, { service: name, http: 'GET /', every: '50ms' }])),
  };
}

function serviceOf(name: string, env: Knob['env']): RawPlan['services'][string] {
  const common = {
    KNOB_PORT: '${port}',
    KNOB_DATA: `\${data}/${name}`,
    KNOB_CONF: '${files.conf}',
    KNOB_STARTS: '${plan.dir}/starts',
  };
  return {
    install: { base: { folder: `${name}-base` }, target: { folder: `${name}-target` } },
    start: ['node', '${install}/knob.mjs'],
    env: { ...common, ...env },
    ready: { http: 'GET /', within: '5s' },
    version: { http: 'GET /', json: 'version' },
  };
}
