import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CellId, USUAL_CELLS } from '../../src/model/cell.ts';
import type { CellVerdict, Result, Verdict } from '../../src/model/verdict.ts';
import type { RawPlan } from '../../src/read/schema/plan.ts';
import type { Ended, Sandbox } from './e2e.ts';

const FIXTURE = fileURLToPath(new URL('../fixtures/shelf', import.meta.url));

/** What can be wrong with a release of the shelf. */
export type Fault =
  | 'option-removed'
  | 'default-changed'
  | 'contracted-too-early'
  | 'data-format'
  | 'wire-protocol'
  | 'privilege'
  | 'missing-step'
  | 'slow-start'
  | 'never-ready'
  | 'lost-resource'
  | 'first-item-lost'
  | 'crash-at-first-request'
  | 'orphaned-child'
  | 'never-stops'
  | 'probe-fails'
  | 'port-clash'
  | 'version-lies'
  | 'warning-logged'
  | 'frozen-file-written'
  | 'silent-wrong-read';

/** How a shelf differs from the faultless one. */
export interface ShelfOptions {
  readonly base?: Fault;
  readonly target?: Fault;
  /** The operator's file has a second variant, too: an edit with a release note. */
  readonly edit?: boolean;
  /** Further or other sections of the plan. */
  readonly plan?: Partial<RawPlan>;
  /** Further or other keys of the service. */
  readonly service?: Partial<RawPlan['services'][string]>;
}

/** Lays both releases of the shelf and a plan file into a folder of the sandbox; returns the plan's path. */
export async function layShelf(box: Sandbox, options: ShelfOptions = {}): Promise<string> {
  const port = await freeFixedPort();
  for (const release of ['base', 'target'] as const) {
    const folder = box.path('shelf', release);
    mkdirSync(folder, { recursive: true });
    cpSync(FIXTURE, folder, { recursive: true });
    const version = release === 'base' ? '1.0.0' : '2.0.0';
    const faults = [options[release]].filter((fault) => fault !== undefined);
    writeFileSync(join(folder, 'release.json'), JSON.stringify({ version, faults, port }));
  }
  const file = box.path('shelf', 'evenkeel.yaml');
  // JSON is YAML.
  writeFileSync(file, JSON.stringify(shelfPlan(options), null, 2));
  return file;
}

function shelfPlan(options: ShelfOptions): RawPlan {
  return {
    version: 1,
    name: 'shelf',
    releases: { base: { label: '1.0.0' }, target: { label: '2.0.0' } },
    services: {
      shelf: {
        install: { base: { folder: 'base' }, target: { folder: 'target' } },
        start: ['node', '${install}/shelf.mjs'],
        env: {
          SHELF_PORT: '${port}',
          SHELF_URL: '${url}',
          SHELF_PEERS: '${services.shelf.urls}',
          SHELF_DATA: '${data}',
          SHELF_CONF: '${files.conf}',
          SHELF_COMMANDS: '${files.commands}',
        },
        ready: { http: 'GET /health' },
        version: { http: 'GET /version', json: 'version' },
        ...options.service,
      },
    },
    files: {
      commands: {
        path: 'commands.json',
        from: { base: 'base/commands.base.json', target: 'target/commands.target.json' },
        owner: 'package',
      },
      conf: options.edit
        ? {
            path: 'shelf.conf',
            from: { base: 'base/shelf.base.conf', target: 'target/shelf.target.conf' },
            note: 'target/note.md',
          }
        : { path: 'shelf.conf', from: 'base/shelf.base.conf' },
    },
    migrate: { expand: 'node ${install}/migrate.mjs' },
    resources: { item: itemResource() },
    probes: { list: { service: 'shelf', http: 'GET /items', every: '20ms', answered_by: 'release' } },
    ...options.plan,
  };
}

function itemResource(): RawPlan['resources'][string] {
  const seen = { json: { title: 'Title of ${item}', copies: 3 } };
  return {
    service: 'shelf',
    create: [
      {
        http: 'POST /items',
        body: { id: '${item}', title: 'Title of ${item}', copies: 3 },
        expect: { status: 201 },
      },
    ],
    verify: [
      { http: 'GET /items/${item}', expect: seen },
      { http: 'GET /items/${item}?from=peer', expect: seen },
    ],
    verify_noapi: 'test -s ${data}/items/${item}.json',
    destroy: [{ http: 'DELETE /items/${item}' }],
  };
}

/** The exception that makes the index which a release with the fault `missing-step` needs. */
export const MAKE_INDEX = {
  run: 'node ${install}/make-index.mjs',
  when: 'before-start',
  note: 'target/note.md',
  why: 'the index is made by hand',
} as const;

/** A port that is free now, where neither the harness nor the kernel picks one. */
function freeFixedPort(): Promise<number> {
  const port = 12_000 + Math.floor(Math.random() * 4_000);
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(freeFixedPort()));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(port)));
  });
}

/** The report for programs, as far as tests read it. */
export interface Report extends Verdict {
  readonly name: string;
  readonly base: string;
  readonly target: string;
  readonly runs: readonly { readonly run: string; readonly skipped?: string }[];
}

/** What `evenkeel run` on a shelf came to. */
export interface ShelfRun {
  readonly ended: Ended;
  readonly out: string;
  readonly report: Report;
}

/** Lays a shelf and runs its matrix for real, or some cells of it. */
export async function runShelf(
  box: Sandbox,
  options: ShelfOptions = {},
  cells: readonly CellId[] = USUAL_CELLS,
): Promise<ShelfRun> {
  const plan = await layShelf(box, options);
  const out = box.path('out');
  const ended = await box.evenkeel('run', plan, '--out', out, '--cell', cells.join(), '--budget', 'none');
  return { ended, out, report: readReport(out) };
}

/** A run's report.json. */
export function readReport(out: string): Report {
  return JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as Report;
}

/** A cell of a report; it must be there. */
export function cellOf(report: Report, id: CellId): CellVerdict {
  const found = report.cells.find((cell) => cell.cell === id);
  if (found === undefined) throw new Error(`the report has no cell ${id}`);
  return found;
}

/** The verdicts of a report: of each cell, or of each rollback. */
export function verdictsOf(report: Report, of: 'result' | 'rollback'): Partial<Record<CellId, string>> {
  return Object.fromEntries(report.cells.map((cell) => [cell.cell, cell[of].verdict]));
}

/** The same verdict for every cell. */
export function everyCell(
  verdict: string,
  cells: readonly CellId[] = USUAL_CELLS,
): Partial<Record<CellId, string>> {
  return Object.fromEntries(cells.map((cell) => [cell, verdict]));
}

/** All that a result shows as evidence, as one text. */
export function evidenceOf(result: Result): string {
  const seen = result.witnesses.flatMap(({ failure }) => [
    failure.message,
    failure.answer ?? '',
    ...failure.log.map((line) => `${line.source}: ${line.text}`),
  ]);
  return [...seen, ...result.reasons, ...result.warnings.map((warning) => warning.text)].join('\n');
}
