import { type Draft, someFilter } from './generate-filters.js';
import { type Chunk, writeIni } from './generate-ini.js';
import { argument, baseName, type Maker } from './generate-words.js';

/** Filter files, the folders to look for programs in, and command lines to judge. */
export type Questions = {
  readonly chunks: readonly Chunk[];
  /** The line of rootwrap.conf, or nothing. */
  readonly execDirs: string;
  readonly commands: readonly (readonly string[])[];
};

export function someQuestions(maker: Maker, commands: number): Questions {
  const { random, places } = maker;
  const drafts = random.some(3, 14, () => someFilter(maker));
  // two filters about one thing: which of them decides?
  for (const draft of drafts.slice(0, 2)) if (random.chance(0.3)) drafts.push(draft);
  const bin = places.at('bin');
  const sbin = places.at('sbin');
  const execDirs = random.pick([
    bin,
    bin,
    `${bin},${sbin}`,
    `${sbin},${bin}`,
    `${bin}/,`,
    `${places.at('odd')},${bin}`,
    `,${sbin},${bin}`,
    `bin,${sbin}`,
    `/opt,${bin}`,
    ` ${sbin} , ${bin}`,
    '',
    'absent',
  ]);
  return {
    chunks: writeIni(
      random,
      drafts.map(({ words }) => words),
    ),
    execDirs: execDirs === 'absent' ? '' : `exec_dirs=${execDirs}\n`,
    commands: Array.from({ length: commands }, () => someCommand(maker, drafts)),
  };
}

function someCommand(maker: Maker, drafts: readonly Draft[]): string[] {
  const { random } = maker;
  const inner = (user: string): string[] => {
    const leaves = drafts.filter((draft) => !draft.chaining && (draft.user === user || random.chance(0.1)));
    if (leaves.length === 0 || random.chance(0.03)) return random.pick([[], ['ls', '-l']]);
    const [first = '', ...rest] = random.pick(leaves).aim(() => []);
    return [random.chance(0.6) ? first : otherPath(maker, first), ...rest];
  };
  let words = random.pick(drafts).aim(inner);
  while (random.chance(0.22)) words = random.pick(CHANGES)(words, maker);
  return words;
}

function otherPath({ random, places }: Maker, word: string): string {
  const name = baseName(word);
  return random.pick([
    places.at(`bin/${name}`),
    places.at(`bin/${name}`),
    places.at(`elsewhere/${name}`),
    `/tmp/evil/${name}`,
    `./${name}`,
    name,
    `${places.root}/bin/../bin/${name}`,
    places.at('bin/linkprog'),
  ]);
}

type Change = (words: readonly string[], maker: Maker) => string[];

const at = (words: readonly string[], { random }: Maker): number => random.below(words.length);

/** Small changes, many of which an oslo.rootwrap lets pass. */
const SMALL_CHANGES: readonly Change[] = [
  ([first = '', ...rest], maker) => [otherPath(maker, first), ...rest],
  (words) => ['env', ...words],
  (words, { random }) => [random.pick(['A=1', 'B=x', '=y']), ...words],
  (words, maker) => [...words, argument(maker)],
  (words) => words.slice(0, -1),
  (words, maker) => words.toSpliced(at(words, maker), 1),
  (words, maker) => words.toSpliced(at(words, maker), 0, argument(maker)),
  (words, maker) => words.with(at(words, maker), argument(maker)),
  (words, maker) => {
    const index = at(words, maker);
    return words.with(
      index,
      `${words[index]}
`,
    );
  },
  (words, { random }) => random.shuffled(words),
  (words, maker) => {
    const index = at(words, maker);
    return words.toSpliced(index, 0, words[index] ?? '');
  },
  (words, { random }) =>
    random.chance(0.2) ? [...words, random.pick(['\udcff', '\ufffd', 'a\udc80b'])] : [...words],
];
const CHANGES = SMALL_CHANGES.map(
  (change): Change =>
    (words, maker) =>
      words.length === 0 ? ['ls'] : change(words, maker),
);
