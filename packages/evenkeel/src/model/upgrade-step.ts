/** One upgrade of a plan that lists its releases. */
export interface UpgradeStep {
  /** `17-to-18`: on the command line, in the plan and in reports; and the folder of its run. */
  readonly id: string;
  /** To the next release; past one; or one release after the other on the same data. */
  readonly kind: 'next' | 'skip' | 'row';
  /** Names of releases, the earliest first. */
  readonly releases: readonly string[];
}

/** What stands between the names of releases in the id of a step. */
export const STEP_WORD = '-to-';

/** All steps of a list of releases: each to the next, each past one, and every row that begins with the first. */
export function stepsOf(names: readonly string[]): UpgradeStep[] {
  const at = (kind: UpgradeStep['kind'], releases: readonly string[]): UpgradeStep => ({
    id: releases.join(STEP_WORD),
    kind,
    releases,
  });
  const pairs = (kind: 'next' | 'skip', distance: number): UpgradeStep[] =>
    names.slice(distance).map((name, index) => at(kind, [names[index] ?? '', name]));
  const rows = names.slice(2).map((_, index) => at('row', names.slice(0, index + 3)));
  return [...pairs('next', 1), ...pairs('skip', 2), ...rows];
}

/** The steps to the next release that a row is made of. */
export function pairsOf({ releases }: UpgradeStep): UpgradeStep[] {
  return stepsOf(releases).filter(({ kind }) => kind === 'next');
}

/** `17-to-18`, `17-to-19 (skip-level)`, `17-to-18-to-19 (in a row)`. */
export const stepInWords = ({ id, kind }: UpgradeStep): string => `${id}${KINDS[kind]}`;

/** What is said behind the releases of a step. */
export const KINDS = { next: '', skip: ' (skip-level)', row: ' (in a row)' } as const;
