import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RULES } from '../../src/policy/rules.ts';

const FOLDER = join(import.meta.dirname, '../../../../docs/findings');

test('each rule has a page, and each page a rule', () => {
  expect(readdirSync(FOLDER).sort()).toEqual(RULES.map(({ code }) => `${code}.md`).sort());
});

test.each(RULES.map((rule) => [rule.code, rule] as const))(
  'the page of %s says what the rule says',
  (code, rule) => {
    const page = readFileSync(join(FOLDER, `${code}.md`), 'utf8');
    expect(page).toContain(`# ${code}: ${rule.title}\n`);
    expect(page).toContain(`Severity: ${rule.severity}.`);
    expect(page).toContain(rule.why);
    expect(page).toContain(rule.remedy);
    expect(page).toMatch(/\*\*Found in:\*\* .+\n\n\*\*Not found in:\*\* /);
  },
);
