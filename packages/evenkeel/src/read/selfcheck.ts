import { z } from 'zod';
import type { Issue } from '../model/issue.ts';
import { BREAKAGES, type Survivor } from '../model/mutant.ts';

const watcher = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('verify'),
    resource: z.string(),
    action: z.enum(['verify', 'verify_noapi']),
    entry: z.number(),
    of: z.number(),
  }),
  z.object({ kind: z.literal('probe'), probe: z.string() }),
]);

const FORMAT = z.object({
  format: z.literal('evenkeel-selfcheck'),
  version: z.literal(1),
  fingerprint: z.string(),
  exitCode: z.number(),
  mutants: z.array(
    z.object({
      watcher,
      breakage: z.enum(BREAKAGES),
      outcome: z.string(),
      words: z.string(),
    }),
  ),
});

/** What a run takes from a selfcheck's report. */
interface SelfcheckWord {
  readonly fingerprint: string;
  readonly exitCode: number;
  readonly survivors: readonly Survivor[];
}

/** Reads a selfcheck.json; or says why it cannot be read. */
export function readSelfcheck(
  file: string,
  text: string,
): { readonly selfcheck: SelfcheckWord } | { readonly issues: readonly Issue[] } {
  const wrong = (message: string) => ({
    issues: [{ file, line: 1, column: 1, message, hint: 'give the selfcheck.json that selfcheck wrote' }],
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return wrong('this is no JSON');
  }
  const { data, error } = FORMAT.safeParse(value);
  const [issue] = error?.issues ?? [];
  if (data === undefined) return wrong(`${issue?.path.join('.') || 'the file'}: ${issue?.message}`);
  const { fingerprint, exitCode, mutants } = data;
  const survivors = mutants
    .filter(({ outcome }) => outcome === 'survived')
    .map(({ watcher, breakage, words }): Survivor => ({ watcher, breakage, why: words }));
  return { selfcheck: { fingerprint, exitCode, survivors } };
}
