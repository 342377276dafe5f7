import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CulpritClass } from '../../src/model/culprit.ts';

const FOLDER = join(import.meta.dirname, '../../../../docs/causes');

/** As a record, so that a class that is added does not compile without its line here. */
const CLASSES: Readonly<Record<CulpritClass, true>> = {
  'option-removed': true,
  'option-changed': true,
  'default-changed': true,
  privilege: true,
  schema: true,
  'data-format': true,
  'wire-protocol': true,
  'missing-step': true,
  'not-ready': true,
  'lost-resource': true,
  unknown: true,
};
const classes = Object.keys(CLASSES);

test('each class of culprits has a page, and each page a class', () => {
  expect(readdirSync(FOLDER).sort()).toEqual(classes.map((name) => `${name}.md`).sort());
});

test.each(classes)('the page of %s says what it means, how it is found, what to do, and shows it', (name) => {
  const page = readFileSync(join(FOLDER, `${name}.md`), 'utf8');
  expect(page).toMatch(new RegExp(`^# \`${name}\`: .+\\n`));
  expect(page.match(/^\*\*.+?\*\*/gm)).toEqual([
    '**Means:**',
    '**Found by:**',
    '**What to do:**',
    '**Example:**',
  ]);
});
