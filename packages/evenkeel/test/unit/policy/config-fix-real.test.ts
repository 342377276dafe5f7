import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type ConfigSchema, formatOption } from '../../../src/model/config-schema.ts';
import { editsFor } from '../../../src/policy/operator/fix.ts';
import { readIni } from '../../../src/read/config/ini-document.ts';
import { changedText, changesBy } from '../../../src/read/config/ini-edit.ts';
import { operatorFileOf } from '../../../src/read/config/operator-ini.ts';
import { readConfigSchema } from '../../../src/read/config/schema.ts';
import { diff, lint } from '../../support/operator.ts';

const SHARED =
  process.env.EVENKEEL_SHARED ?? fileURLToPath(new URL('../../../../../../shared', import.meta.url));
const FOLDER = join(SHARED, 'data', 'openstack', 'config');

function read(path: string): ConfigSchema {
  const schema = readConfigSchema(path, readFileSync(path, 'utf8'));
  if ('issues' in schema) throw new Error('the schema is wrong');
  return schema;
}

/** A file that sets every option of a release, each by one of its names in turn. */
function everything({ options }: ConfigSchema): string {
  const sections = new Map<string, string[]>();
  for (const [index, { id, aliases, type }] of options.entries()) {
    const names = [id, ...aliases];
    const { group, name } = names[index % names.length] ?? id;
    const value = type.kind === 'boolean' ? 'true' : '7';
    sections.set(group, [...(sections.get(group) ?? []), `# ${name}`, `${name} = ${value}`]);
  }
  return [...sections].map(([group, lines]) => `[${group}]\n${lines.join('\n')}\n`).join('\n');
}

function fix(text: string, base: ConfigSchema, target: ConfigSchema): string {
  const { document } = readIni('site.conf', text);
  return changedText(document, changesBy(document, editsFor(operatorFileOf(document), base, target, 'N+1')));
}

describe('a file with every option of a real release, made fit for the next', () => {
  for (const project of ['nova', 'keystone', 'cinder', 'neutron']) {
    test(project, ({ skip }) => {
      const [from, to] = ['bookworm', 'trixie'].map((release) => join(FOLDER, project, `${release}.json`));
      if (from === undefined || to === undefined || !existsSync(from)) {
        skip(`${FOLDER} is not there`);
        return;
      }
      const [base, target] = [read(from), read(to)];
      const text = everything(base);
      const fixed = fix(text, base, target);
      expect(fix(fixed, base, target)).toBe(fixed);
      const findings = lint(fixed, target);
      expect(findings.filter(({ rule }) => ['OPR101', 'OPR102'].includes(rule.code))).toEqual([]);
      // a former name stays only where it is, to this day, the present name of another option too
      const former = findings.filter(({ rule }) => rule.code === 'OPR104').map(({ subject }) => subject);
      const present = new Set(target.options.map(({ id }) => formatOption(id)));
      expect(former.filter((subject) => !present.has(subject))).toEqual([]);
      // what is lost is what went: nothing else
      const lost = diff(text, base, target).filter(({ rule }) => rule.code === 'OPR107');
      const lostAfter = diff(fixed, base, target).filter(({ rule }) => rule.code === 'OPR107');
      expect(lost.length).toBeGreaterThan(0);
      expect(lostAfter).toEqual([]);
    });
  }
});
