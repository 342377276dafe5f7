import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { planJsonSchema } from '../../../src/read/schema/plan.ts';
import { evenkeel } from '../../support/cli.ts';
import { schemaFaults } from '../../support/json-schema.ts';
import { FULL_PLAN, fullPlanValue, issuesOf, modelOf, SMALL_PLAN } from '../../support/model.ts';

const ROOT = fileURLToPath(new URL('../../../../../', import.meta.url));
const schema = planJsonSchema() as Parameters<typeof schemaFaults>[0];

/** The YAML texts of a page that are whole plans. */
function plansOfPage(page: string): string[] {
  const blocks = [...readFileSync(`${ROOT}${page}`, 'utf8').matchAll(/```yaml\n(.*?)```/gs)];
  return blocks.map((block) => block[1] ?? '').filter((text) => text.includes('\nservices:'));
}

describe('the JSON Schema', () => {
  const examples = readdirSync(`${ROOT}examples`).filter((name) => /^\d\d-/.test(name));

  test('there are examples', () => {
    expect(examples.length).toBeGreaterThanOrEqual(8);
  });

  test.each(examples)('accepts the plan of example %s', (name) => {
    const text = readFileSync(`${ROOT}examples/${name}/evenkeel.yaml`, 'utf8');
    expect(schemaFaults(schema, parse(text))).toEqual([]);
  });

  test('accepts a plan that uses every key', () => {
    expect(schemaFaults(schema, fullPlanValue())).toEqual([]);
  });

  test('accepts names with capitals, as reading does', () => {
    const text = SMALL_PLAN.replaceAll('api', 'Api');
    expect(issuesOf(text, {})).toEqual([]);
    expect(schemaFaults(schema, parse(text))).toEqual([]);
  });

  test('accepts a plan for check alone, and nothing between that and a plan to be run', () => {
    const only = { version: 1, name: 'gate', contract: { base: 'v1', target: 'v2', policy: { months: 6 } } };
    expect(schemaFaults(schema, only)).toEqual([]);
    expect(schemaFaults(schema, { version: 1, name: 'gate' })).toContain('plan: fits no branch');
    expect(schemaFaults(schema, { ...only, probes: {} })).toContain('plan: fits no branch');
    expect(schemaFaults(schema, { ...only, contract: { base: 1 } })).not.toEqual([]);
  });

  test.each([
    ['an unknown key', 'name: small', 'nome: small', 'plan.nome: is not a key'],
    ['a missing label', 'base: { label: 1.0.0 }', 'base: {}', 'plan.releases.base: has no label'],
    ['a wrong type', 'service: api\n', 'service: 7\n', 'plan.resources.note.service: is not string'],
    ['a wrong name', '  api:', '  "1 api":', 'plan.services.1 api (key): breaks the pattern'],
  ])('refuses %s', (_, right, wrong, fault) => {
    expect(schemaFaults(schema, parse(SMALL_PLAN.replace(right, wrong)))).toContain(fault);
  });

  test('is what "evenkeel schema" prints', () => {
    const { stdout, exitCode } = evenkeel(['schema'], ROOT);
    expect(JSON.parse(stdout)).toEqual(schema);
    expect(exitCode).toBe(0);
  });
});

describe('the guide to the plan file', () => {
  const [plan = ''] = plansOfPage('docs/plan-file.md');

  test('shows a plan of at most twenty lines, which is read without an issue', () => {
    expect(plan.trim().split('\n').length).toBeLessThanOrEqual(21);
    expect(issuesOf(plan, {})).toEqual([]);
    expect(schemaFaults(schema, parse(plan))).toEqual([]);
  });

  test('shows a plan that is of two instances and one database', () => {
    const model = modelOf(plan, {});
    expect(model.services).toMatchObject([{ instances: { offline: 2, rolling: 2 } }]);
    expect(model.environment).toMatchObject([{ name: 'db', spec: { kind: 'postgres', version: '16' } }]);
  });

  test('names every key that a plan may have at its top', () => {
    const guide = readFileSync(`${ROOT}docs/plan-file.md`, 'utf8');
    const keys = Object.keys((schema as { properties: object }).properties);
    expect(keys.filter((key) => !guide.includes(key))).toEqual([]);
  });

  test('names every key that an entry may have', () => {
    const guide = readFileSync(`${ROOT}docs/plan-file.md`, 'utf8');
    const keys = [...FULL_PLAN.matchAll(/^ {4}(\w+):/gm)].map((match) => match[1] ?? '');
    expect(keys.filter((key) => !guide.includes(`\`${key}`) && !guide.includes(`${key}:`))).toEqual([]);
  });
});
