import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { planFile } from '../../src/read/schema/plan.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const PAGES = [
  'README.md',
  'docs/plan-file.md',
  'docs/guide.md',
  ...readdirSync(join(ROOT, 'docs/how-to')).map((name) => `docs/how-to/${name}`),
];

const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** The YAML that a text shows. */
const shownIn = (text: string): unknown[] =>
  [...text.matchAll(/^```yaml\n([\s\S]*?)^```/gm)].map(([, yaml = '']) => parse(yaml));

const isWhole = (shown: unknown): boolean =>
  typeof shown === 'object' && shown !== null && 'version' in shown && 'probes' in shown;

test.each(PAGES)('what %s shows as a whole plan is one', (page) => {
  for (const plan of shownIn(textOf(page)).filter(isWhole))
    expect(planFile.safeParse(plan).error?.issues ?? []).toEqual([]);
});

test('some of the pages show whole plans', () => {
  const showing = PAGES.filter((page) => shownIn(textOf(page)).some(isWhole));
  expect(showing).toEqual(['README.md', 'docs/plan-file.md', 'docs/how-to/several-services.md']);
});

test('the plan that the guide goes through is the one of the example', () => {
  const [, section = ''] = textOf('docs/guide.md').split(/^## \d+\. A plan, step by step$/m);
  const [steps = ''] = section.split(/^## /m);
  expect(Object.assign({}, ...(shownIn(steps) as object[]))).toEqual(
    parse(textOf('examples/04-dotenv/evenkeel.yaml')),
  );
});
