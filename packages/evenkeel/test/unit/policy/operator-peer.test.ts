import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import type { ConfigSchema, OptionType } from '../../../src/model/config-schema.ts';
import { OSLO_NAMING } from '../../../src/model/naming.ts';
import { type OperatorFile, plainValue } from '../../../src/model/operator-file.ts';
import { layered } from '../../../src/policy/operator/layered.ts';
import { decidingSettings, settingsByName } from '../../../src/policy/operator/lookup.ts';
import { refusalOf } from '../../../src/policy/operator/refusals.ts';
import { readIni } from '../../../src/read/config/ini-document.ts';
import { readConfigSchema } from '../../../src/read/config/schema.ts';
import { likelyIni, spoiltIni } from '../../support/arbitrary-ini.ts';
import { fileOf, lint, option } from '../../support/operator.ts';
import { askOslo, validate, whyNoPeer } from '../../support/oslo-peer.ts';

// oslo.config itself is the judge here: each test asks Debian's, and is skipped, with a word, where it is not installed.
const SEED = 4;

interface Parsed {
  readonly refused?: number;
  readonly settings?: readonly (readonly string[])[];
}

test('files are read, or refused, as oslo_config.iniparser does', ({ skip }) => {
  if (whyNoPeer !== undefined) skip(whyNoPeer);
  const sample = { seed: SEED, numRuns: 10_000 };
  const texts = [...fc.sample(spoiltIni, sample), ...fc.sample(likelyIni, sample)];
  const peers = askOslo<Parsed>('parse', texts);
  let right = 0;
  for (const [index, peer] of peers.entries()) {
    const text = texts[index] ?? '';
    const { document, issues } = readIni('f', text);
    const settings = document.settings.map(({ section, key, value }) => [section, key, value]);
    expect({ text, refused: issues.length > 0 }).toEqual({ text, refused: peer.refused !== undefined });
    if (peer.settings === undefined) continue;
    right += 1;
    expect({ text, settings }).toEqual({ text, settings: peer.settings });
  }
  expect(right).toBeGreaterThan(1000);
});

const TYPES: readonly OptionType[] = [
  { kind: 'integer', written: '' },
  { kind: 'integer', written: '', min: -5, max: 10 },
  { kind: 'integer', written: '', choices: [4, 6] },
  { kind: 'port', written: '' },
  { kind: 'port', written: '', min: 1024, max: 2048 },
  { kind: 'number', written: '' },
  { kind: 'number', written: '', min: 0, max: 1.5 },
  { kind: 'boolean', written: '' },
  { kind: 'string', written: '', choices: ['fast', 'slow', ''] },
  { kind: 'string', written: '' },
];
const anyValue = fc.oneof(
  fc.constantFrom(
    '',
    '0',
    '-5',
    '-6',
    '10',
    '11',
    '65535',
    '65536',
    '1e400',
    '1_0',
    '1__0',
    '_1',
    '0x1',
    '007',
    '+ 1',
  ),
  fc.constantFrom(
    'inf',
    '-Infinity',
    'nan',
    '+NaN',
    'infinit',
    '1.',
    '.5',
    '.',
    '1e',
    '1e+2',
    '1.5_0',
    '٣',
    '٣.٥',
    '½',
  ),
  fc.constantFrom('True', 'YES', 'y', 'on', 'OFF', '1', '2', 'fast', 'medium', 'fast ', '1\n2', 'é'),
  fc.stringMatching(/^[+-]?[0-9_.e]{1,6}$/),
  fc.string({ maxLength: 4 }).map((text) => text.trim().replaceAll('$', '')),
);

test('values are taken, or refused, as the types of oslo.config do', ({ skip }) => {
  if (whyNoPeer !== undefined) skip(whyNoPeer);
  const values = fc.sample(anyValue, { seed: SEED, numRuns: 4000 });
  // a choice in another case is not judged: schemas do not say whether case counts (`fast` and `FAST`)
  // numbers in the digits of other scripts are taken by Python; we do not look at their bounds
  const isOdd = (value: string) =>
    /[^\P{Nd}0-9]/u.test(value) || (/^(fast|slow)$/i.test(value) && !/^(fast|slow)$/.test(value));
  const cases = TYPES.flatMap((type) =>
    values.filter((value) => !isOdd(value)).map((value) => ({ type, value })),
  );
  const asked = cases.map(({ type: { kind, min, max, choices }, value }) => ({
    value,
    kind,
    low: min ?? null,
    high: max ?? null,
    choices: choices ?? null,
  }));
  const peers = askOslo<boolean>('takes', asked);
  const ours = cases.map(({ type, value }) => refusalOf({ kind: 'text', text: value }, type) === undefined);
  const differ = asked.filter((_, index) => ours[index] !== peers[index]);
  expect(differ).toEqual([]);
});

const OPTIONS = [
  option('DEFAULT/a', { aliases: ['DEFAULT/b', 'x/a'] }),
  option('X/b', { aliases: ['DEFAULT/b', 'DEFAULT/c-d'] }),
  option('DEFAULT/many', { kind: 'multi', aliases: ['x/many', 'DEFAULT/b', 'X/more'] }),
];
const PEER_OPTIONS = OPTIONS.map(({ id, type, aliases }) => ({
  ...id,
  multi: type.kind === 'multi',
  aliases: aliases.map(({ group, name }) => [group, name]),
}));

/** What oslo.config makes of texts, each a list of files that are read one over the other. */
const peerValues = (texts: readonly (readonly string[])[]) =>
  askOslo<(string | string[] | null)[]>(
    'effective',
    texts.map((each) => ({ texts: each, options: PEER_OPTIONS })),
  );

const ownValues = (file: OperatorFile) => {
  const byName = settingsByName(file);
  return OPTIONS.map((each) => {
    const values = decidingSettings(each, byName).map(({ value }) => plainValue(value));
    if (values.length === 0) return null;
    return each.type.kind === 'multi' ? values : values.at(-1);
  });
};

const anySettings = fc
  .array(
    fc.tuple(
      fc.constantFrom('DEFAULT', 'x', 'X', 'default'),
      fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c_d', 'many', 'more'), fc.constantFrom('1', '2', '3')), {
        maxLength: 4,
      }),
    ),
    { maxLength: 4 },
  )
  .map((sections) =>
    sections
      .map(([name, lines]) => `[${name}]\n${lines.map(([key, value]) => `${key} = ${value}\n`).join('')}`)
      .join(''),
  );

test('of several names, the setting that decides is the one that oslo.config reads', ({ skip }) => {
  if (whyNoPeer !== undefined) skip(whyNoPeer);
  const samples = fc.sample(anySettings, { seed: SEED, numRuns: 2000 });
  // a former name is taken with - and with _; which of them wins in one file, a schema does not say
  const texts = samples.map((text, index) => (index % 2 === 0 ? text : text.replaceAll('c_d', 'c-d')));
  const peers = peerValues(texts.map((text) => [text]));
  for (const [index, text] of texts.entries())
    expect({ text, values: ownValues(fileOf(text)) }).toEqual({ text, values: peers[index] });
});

test('of files that lie over each other, too', ({ skip }) => {
  if (whyNoPeer !== undefined) skip(whyNoPeer);
  const sets = fc.sample(fc.array(anySettings, { minLength: 2, maxLength: 3 }), {
    seed: SEED,
    numRuns: 1000,
  });
  const peers = peerValues(sets);
  for (const [index, texts] of sets.entries()) {
    const files = texts.map((text, at) => fileOf(text, `${at}.conf`));
    const values = layered(files).flatMap(ownValues);
    expect({ texts, values }).toEqual({ texts, values: peers[index] });
  }
});

const SHARED =
  process.env.EVENKEEL_SHARED ?? fileURLToPath(new URL('../../../../../../shared', import.meta.url));

/** A file with every option, every former name, and names that are wrong in each way. */
function stockAndMutated({ options }: ConfigSchema): string {
  const sections = new Map<string, Set<string>>();
  const add = (group: string, name: string) =>
    sections.set(group, (sections.get(group) ?? new Set()).add(name));
  for (const [index, { id, aliases }] of options.entries()) {
    add(id.group, id.name);
    for (const alias of aliases) add(alias.group, alias.name);
    const { group, name } = id;
    const wrongs: [string, string][] = [
      [group, `${name}x`],
      [group, name.replaceAll('_', '-')],
      [group, name.toUpperCase()],
      [group.toUpperCase(), name],
      ['lvm-1', name],
    ];
    const [wrongGroup, wrongName] = wrongs[index % wrongs.length] ?? ['', ''];
    add(wrongGroup, wrongName);
  }
  add('keystone_authtoken', 'username');
  return [...sections]
    .map(([group, names]) => `[${group}]\n${[...names].map((name) => `${name} = 1\n`).join('')}`)
    .join('\n');
}

/** What oslo-config-validator would say by our findings, of each `group/option`. */
function verdicts(text: string, schema: ConfigSchema): Map<string, 'deprecated' | 'unknown'> {
  const findings = lint(text, schema);
  const codesByLine = new Map<number, string[]>();
  for (const { rule, place } of findings)
    codesByLine.set(place.line, [...(codesByLine.get(place.line) ?? []), rule.code]);
  const unknownGroups = new Set(
    findings
      .filter(({ rule }) => rule.code === 'OPR102')
      .map(({ subject }) => OSLO_NAMING.group(subject.slice(1, -1))),
  );
  const declared = new Set(schema.options.map(({ id }) => `${OSLO_NAMING.group(id.group)}/${id.name}`));
  const said = new Map<string, 'deprecated' | 'unknown'>();
  for (const { id, place } of fileOf(text).settings) {
    const codes = codesByLine.get(place.line) ?? [];
    const isDeclared = declared.has(`${OSLO_NAMING.group(id.group)}/${id.name}`);
    if (codes.includes('OPR104')) said.set(`${id.group}/${id.name}`, 'deprecated');
    else if (codes.includes('OPR101') || (unknownGroups.has(OSLO_NAMING.group(id.group)) && !isDeclared))
      said.set(`${id.group}/${id.name}`, 'unknown');
  }
  return said;
}

/** Where we differ from oslo-config-validator, and why we mean to. */
function excuseFor(key: string, ours: string | undefined, peer: string | undefined, schema: ConfigSchema) {
  const [group = '', name = ''] = key.split('/');
  const named = (from: string, what: string) =>
    schema.options.some(
      ({ id }) => OSLO_NAMING.group(id.group) === OSLO_NAMING.group(from) && id.name === what,
    );
  const formerly = schema.options.flatMap(({ aliases }) => aliases);
  const isFormer = formerly.some(
    (alias) =>
      OSLO_NAMING.group(alias.group) === OSLO_NAMING.group(group) &&
      alias.name.replaceAll('-', '_') === name.replaceAll('-', '_'),
  );
  // oslo.config reads the present name from files by its letters: with `-` it is passed over in silence
  if (
    ours === 'unknown' &&
    peer === undefined &&
    name.includes('-') &&
    named(group, name.replaceAll('-', '_'))
  )
    return 'hyphens';
  // oslo.config compares groups without regard to case, but for DEFAULT; the validator does not
  if (peer === 'unknown' && ours === undefined && named(group, name)) return 'case of the group';
  if (peer === 'unknown' && ours === 'deprecated' && isFormer)
    return 'case of the group, or hyphens of a former name';
  if (peer === 'passed over' && ours === 'deprecated' && isFormer) return 'hyphens of a former name';
  // the validator knows [keystone_authtoken] by name; we know groups with a login plugin by their options
  if (peer === 'passed over' && ours === 'unknown') return 'login plugin';
  // a former name that is also the option's own present name (only the case of the group differs): nothing to say
  if (peer === 'deprecated' && ours === undefined && named(group, name)) return 'present name';
  return undefined;
}

describe('oslo-config-validator on files made from real schemas', () => {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-peer-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const RELEASES = ['nova/bookworm', 'nova/trixie', 'keystone/bookworm', 'keystone/trixie'];
  for (const release of RELEASES) {
    test(`says the same of ${release}, but for what is listed`, ({ skip }) => {
      const path = join(SHARED, 'data', 'openstack', 'config', `${release}.json`);
      if (whyNoPeer !== undefined) skip(whyNoPeer);
      if (!existsSync(path)) skip(`${path} is not there`);
      const schema = readConfigSchema(path, readFileSync(path, 'utf8'));
      if ('issues' in schema) throw new Error('the schema is wrong');
      const text = stockAndMutated(schema);
      const file = join(folder, 'site.conf');
      writeFileSync(file, text);
      const [ours, peer] = [verdicts(text, schema), validate(path, file)];
      const differences = [...new Set([...ours.keys(), ...peer.keys()])].flatMap((key) => {
        const [mine, theirs] = [ours.get(key), peer.get(key)];
        if (mine === theirs || excuseFor(key, mine, theirs, schema) !== undefined) return [];
        return [{ key, ours: mine, peer: theirs }];
      });
      expect(differences).toEqual([]);
      expect(peer.size).toBeGreaterThan(100);
    });
  }
});
