import { describe, expect, test } from 'vitest';
import type { Baseline } from '../../../src/model/baseline.ts';
import { POLICIES } from '../../../src/model/policies.ts';
import type { PlanException } from '../../../src/model/release-notes.ts';
import { acceptFindings, fingerprintOf } from '../../../src/policy/baseline/accept.ts';
import { judgeContract, RULES } from '../../../src/policy/rules.ts';
import { readConfigSchema } from '../../../src/read/config/schema.ts';
import { readReleaseNotes } from '../../../src/read/notes/notes.ts';

type Properties = Readonly<Record<string, object>>;
const place = { file: 'plan.yaml', line: 3, column: 5 };
const NOTE = 'notes/split-95915aaedd3c48d8.yaml';

function schema(properties: Properties) {
  const read = readConfigSchema('schema.json', JSON.stringify({ properties }));
  return 'issues' in read ? expect.fail(JSON.stringify(read.issues)) : read;
}

type Given = {
  base?: Properties;
  target?: Properties;
  notes?: Readonly<Record<string, string>>;
  exceptions?: readonly PlanException[];
  baseline?: Baseline;
};

const judge = ({ base = {}, target = {}, notes, exceptions, baseline }: Given) =>
  judgeContract({
    base: { label: 'base', config: schema(base) },
    target: {
      label: 'target',
      config: schema(target),
      ...(notes !== undefined && {
        notes: readReleaseNotes(
          'notes',
          Object.entries(notes).map(([name, text]) => ({ name, text })),
        ).notes,
      }),
    },
    policy: POLICIES[0] ?? expect.fail(),
    operatorFiles: [],
    ...(exceptions !== undefined && { exceptions }),
    ...(baseline !== undefined && { baseline }),
  });

const found = (given: Given): string[] =>
  judge(given)
    .map(({ rule, subject }) => `${rule.code} ${subject}`)
    .filter((words) => /^(NOTE|BASE)/.test(words));

const port = { type: 'integer' };
const rpc_backend = { type: 'string' };

describe('NOTE101', () => {
  const base = { port, rpc_backend };
  const target = { port };
  const NAMED = 'upgrade: [The option rpc-backend was removed.]';

  test.each([
    ['says nothing of it', 'upgrade: [The option rpc_backend_url changed.]', ['NOTE101 rpc_backend']],
    ['names it among the fixes', 'fixes: [rpc_backend was removed.]', ['NOTE101 rpc_backend']],
    ['names it, with a dash', NAMED, []],
    ['names it at the end', 'upgrade: [We removed rpc_backend.]', []],
    ['names it in markup', 'upgrade: ["``[DEFAULT]/rpc_backend`` is gone"]', []],
  ])('when a note %s', (_title, text, expected) => {
    expect(found({ base, target, notes: { [NOTE]: text } })).toEqual(expected);
  });

  test('is silent where no notes are given, and where nothing breaks', () => {
    expect(found({ base, target })).toEqual([]);
    expect(found({ base, target: base, notes: {} })).toEqual([]);
  });

  test('takes the major bump of a changeset for an upgrade note', () => {
    const note = (bump: string) => ({ '.changeset/a.md': `---\nx: ${bump}\n---\nrpc_backend is gone\n` });
    expect(found({ base, target, notes: note('major') })).toEqual([]);
    expect(found({ base, target, notes: note('patch') })).toEqual(['NOTE101 rpc_backend']);
  });
});

describe('NOTE102', () => {
  const old = { ...port, deprecated: true };

  test('finds a new deprecation that no note names', () => {
    expect(found({ base: { port }, target: { port: old }, notes: { [NOTE]: 'other: [port]' } })).toEqual([
      'NOTE102 port',
    ]);
  });

  test('is silent when a note names it, or base had it', () => {
    expect(
      found({ base: { port }, target: { port: old }, notes: { [NOTE]: 'deprecations: [port]' } }),
    ).toEqual([]);
    expect(found({ base: { port: old }, target: { port: old }, notes: {} })).toEqual([]);
  });
});

describe('exceptions and their notes', () => {
  const exception = { name: 'split', note: NOTE.replace('split', 'renamed'), why: 'queues', place };

  test('NOTE103 finds an exception whose note is not there, by its id', () => {
    expect(found({ exceptions: [exception], notes: { [NOTE]: 'other: [x]' } })).toEqual([]);
    expect(found({ exceptions: [exception], notes: {} })).toEqual(['NOTE103 split']);
    expect(found({ exceptions: [exception] })).toEqual([]);
  });

  test.each(['You must run db-sync by hand.', 'Operators need to set x.', 'Run the script first.'])(
    'NOTE104 finds "%s" without an exception',
    (text) => {
      const notes = { [NOTE]: `upgrade: ["${text}"]` };
      expect(found({ notes, exceptions: [] })).toEqual(['NOTE104 95915aaedd3c48d8']);
      expect(found({ notes, exceptions: [exception] })).toEqual([]);
      expect(found({ notes })).toEqual([]);
    },
  );

  test('NOTE104 lets be what asks for nothing', () => {
    expect(found({ notes: { [NOTE]: 'upgrade: [The mustard is runny.]' }, exceptions: [] })).toEqual([]);
  });
});

test('NOTE105 finds a note that says nothing', () => {
  expect(found({ notes: { [NOTE]: '# later\n', 'notes/b-0000000000000001.yaml': 'fixes: [x]' } })).toEqual([
    'NOTE105 95915aaedd3c48d8',
  ]);
});

describe('a baseline', () => {
  const gone = { base: { port }, target: {} };
  const rule = RULES.find(({ code }) => code === 'CFG101') ?? expect.fail();
  const entry = (subject: string, expires: string) => ({
    fingerprint: fingerprintOf({ rule, subject }),
    code: 'CFG101',
    subject,
    owner: 'ops',
    expires,
    reason: 'known',
    place,
  });
  const left = (baseline: Baseline) => {
    const { findings, accepted } = acceptFindings(judge({ ...gone, baseline }), baseline);
    return [accepted, ...findings.map((finding) => `${finding.rule.code} ${finding.subject}`)];
  };

  test('takes away what it accepts, up to and with its last day', () => {
    expect(left({ today: '2026-11-23', accepted: [entry('port', '2026-11-23')] })).toEqual([1]);
  });

  test('says that an entry is expired, and accepts nothing by it', () => {
    expect(left({ today: '2026-11-24', accepted: [entry('port', '2026-11-23')] })).toEqual([
      0,
      'CFG101 port',
      'BASE101 CFG101 port',
    ]);
  });

  test('says that an entry matches nothing', () => {
    expect(
      left({ today: '2026-11-23', accepted: [entry('port', '2027-01-01'), entry('x', '2027-01-01')] }),
    ).toEqual([1, 'BASE102 CFG101 x']);
  });

  test('knows a finding by code and subject, wherever it stands', () => {
    const at = (line: number) => ({ rule, subject: 'port', place: { file: 'f', line, column: 1 } });
    expect(fingerprintOf(at(1))).toBe(fingerprintOf(at(2)));
    // printf 'CFG101\0port' | sha256sum
    expect(fingerprintOf(at(1))).toBe('66c04fccb0fd4e90bdc5d68509cdc91e21d8efa54322a56deeadce5e49cec063');
  });
});
