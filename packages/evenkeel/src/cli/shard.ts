import { InvalidArgumentError } from 'commander';
import type { Plan } from '../model/plan.ts';
import { type Share, shareInWords } from '../model/share.ts';
import { cellsOfShare } from '../plan/share.ts';

/** Which share of how many. */
export interface ShardChoice {
  readonly index: number;
  readonly of: number;
}

const MOST_SHARES = 99;

/** Reads `2/4`. @throws InvalidArgumentError in words */
export function parseShard(value: string): ShardChoice {
  const [, index, of] = /^(\d{1,2})\/(\d{1,2})$/.exec(value) ?? [];
  const choice = { index: Number(index), of: Number(of) };
  if (!(choice.index >= 1 && choice.index <= choice.of))
    throw new InvalidArgumentError(`A share is as 2/4: the second of four, of at most ${MOST_SHARES}.`);
  return choice;
}

/** What a share takes, in a line; nothing when all is run. */
export function describeShare(plan: Plan, share: Share | undefined): string {
  if (share === undefined) return '';
  const cells = cellsOfShare(plan, share).map(({ id }) => id);
  const words = cells.length === 0 ? 'nothing: there are fewer cells than shares' : cells.join(', ');
  return `${shareInWords(share)}: ${words}\n`;
}
