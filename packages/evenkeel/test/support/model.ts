import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse, stringify } from 'yaml';
import type { Issue } from '../../src/model/issue.ts';
import type { UpgradeModel } from '../../src/model/upgrade-model.ts';
import { type PlanSource, type ReadResult, readPlan } from '../../src/read/read-plan.ts';

/** The folder that plans of these tests are said to lie in. */
export const PLAN_DIR = '/plans';

/** What lies beside a plan: by its path, `file` or `folder`. */
export type Disk = Readonly<Record<string, 'file' | 'folder'>>;

/** A plan that uses every key of the format. */
export const FULL_PLAN = readFileSync(new URL('full-plan.yaml', import.meta.url), 'utf8');

/** All that the full plan refers to. */
export const FULL_DISK: Disk = {
  app: 'folder',
  'web-1': 'folder',
  'conf/base.conf': 'file',
  'conf/target.conf': 'file',
  'filters-1': 'folder',
  'filters-2': 'folder',
  'motd.txt': 'file',
  'notes/conf.md': 'file',
  'notes/rewrite.md': 'file',
  'notes/restart.md': 'file',
  v1: 'folder',
  'v1/etc/schema.json': 'file',
  'v1/etc/rootwrap.d': 'folder',
  'v1/migrations': 'folder',
  v2: 'folder',
  'v2/etc/schema.json': 'file',
  'v2/etc/rootwrap.d': 'folder',
  'v2/migrations': 'folder',
  'v2/notes': 'folder',
  'site/app.conf': 'file',
};

/** A plan text as the file `plan.yaml`. */
export const planSource = (text: string, disk: Disk = FULL_DISK): PlanSource => ({
  file: 'plan.yaml',
  text,
  dir: PLAN_DIR,
  resolve: (path) => resolve(PLAN_DIR, path),
  kindOf: (path) => disk[path],
});

/** Reads a plan text as the file `plan.yaml`. */
export function readText(text: string, disk: Disk = FULL_DISK): ReadResult {
  return readPlan(planSource(text, disk));
}

/** The issues of a plan text; empty when it is right. */
export function issuesOf(text: string, disk: Disk = FULL_DISK): readonly Issue[] {
  const result = readText(text, disk);
  return 'issues' in result ? result.issues : [];
}

/** The model of a plan text. @throws when it has issues */
export function modelOf(text: string, disk: Disk = FULL_DISK): UpgradeModel {
  const result = readText(text, disk);
  if ('issues' in result) throw new Error(`the plan has issues: ${JSON.stringify(result.issues, null, 2)}`);
  return result.model;
}

/** A plan as the value of its YAML text. */
export type PlanValue = Record<string, unknown>;

/** The full plan as a value that may be changed at will. */
export function fullPlanValue(): PlanValue {
  return parse(FULL_PLAN) as PlanValue;
}

/** The text of a plan value. */
export function planText(value: unknown): string {
  return stringify(value, { aliasDuplicateObjects: false });
}

/** The smallest plan that is right: one service of two instances. */
export const SMALL_PLAN = `version: 1
name: small
releases:
  base: { label: 1.0.0 }
  target: { label: 2.0.0 }
services:
  api:
    start: serve \${port}
    version: { http: GET /version }
resources:
  note:
    service: api
    create: make \${item}
    verify: check \${item}
probes:
  list: { service: api, http: GET /notes }
`;

/** The place of the first occurrence of a text, as issues count it. */
export function placeIn(text: string, word: string): { line: number; column: number } {
  const at = text.indexOf(word);
  if (at === -1) throw new Error(`${word} is not in the text`);
  const before = text.slice(0, at).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
