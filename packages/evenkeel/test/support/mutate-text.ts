import { aliasBomb } from './hazards.ts';
import type { Mutator } from './mutations.ts';

const NO_PLAN = [
  '',
  ' ',
  '\n',
  '#',
  '~',
  '42',
  '[]',
  '{}',
  'plan',
  '---\n',
  '...\n',
  '\uFEFF',
  '"',
  '[',
  '{',
  '? ',
  '- - -',
  '&a',
];
const LINES = [
  'name: again',
  'x: "unclosed',
  "x: 'unclosed",
  'x: [1, 2',
  'x: {a: 1',
  '\tx: 1',
  'x: *none',
  'x: &x [*x]',
  'x: &x { y: *x }',
  'x: @at',
  'x: `tick',
  'x: %percent\n%YAML 9.9',
  '---\nversion: 1',
  'no colon',
  'x: 1: 2',
  '? { a: b }\n: c',
  '<<: { version: 1 }',
  '__proto__: { polluted: true }',
  '!!binary x: 1',
  'x: !!float word',
];
const ODD = ['\0', '\u0001', '\u2028', '\u200B', '\uFFFD', '\u{1F4A3}', '\u202E', '\uD800', '\u0085'];
const TOP_KEYS = ['version', 'name', 'releases', 'services', 'resources', 'probes'];

/** Ways to break the text of a plan. */
export const TEXT_MUTATORS: readonly Mutator<string>[] = [
  (_, pick) => {
    const plan = pick(NO_PLAN);
    return { plan, what: `only ${JSON.stringify(plan)}` };
  },
  (text, pick) => {
    const line = pick(LINES);
    return { plan: `${text}${line}\n`, what: `a line ${JSON.stringify(line)}` };
  },
  (text, pick) => {
    const key = pick(TOP_KEYS);
    const odd = pick(ODD);
    const at = 1 + pick([...key.slice(1)].map((_, index) => index));
    const wrong = `${key.slice(0, at)}${odd}${key.slice(at)}`;
    return {
      plan: text.replace(`\n${key}:`, `\n${wrong}:`),
      what: `${JSON.stringify(odd)} in the key ${key}`,
    };
  },
  (text, pick) => {
    const key = pick(TOP_KEYS);
    const from = text.indexOf(`\n${key}:`);
    return { plan: text.slice(0, from + 1), what: `cut off before ${key}` };
  },
  (_, pick) => {
    const open = pick(['[', '{a: ', '- ', '? ', '[{a: ', '"', '!', '&a ', '|', '>', '* ', '# \n']);
    const plan = open.repeat(pick([60, 5000, 100_000]));
    return { plan, what: `${plan.length} characters of ${JSON.stringify(open)}` };
  },
  (text, pick) => {
    const bulk = pick(['#\n', ' ', '\n', 'x']);
    return { plan: `${text}${bulk.repeat(2 * 1024 * 1024)}`, what: `2 MiB of ${JSON.stringify(bulk)}` };
  },
  (text, pick) => ({
    plan: text.replaceAll('\n  ', `\n${pick(['\t', '\u00A0\u00A0', ' \t'])}`),
    what: 'an indentation that is none',
  }),
  (text, pick) => {
    const depth = pick([4, 5]);
    return { plan: `${text}${aliasBomb(depth, 9)}`, what: `an alias bomb of depth ${depth}` };
  },
];
