import { type ConfigOption, formatOption, type OptionType } from '../../model/config-schema.ts';
import type { ContractRule } from '../../model/contract.ts';
import { valueInWords } from '../words.ts';
import { fatesOf, isText } from './compare.ts';

/** What each kind also takes without a change of meaning. */
const WIDENS: Partial<Record<OptionType['kind'], readonly OptionType['kind'][]>> = {
  integer: ['number', 'string'],
  port: ['integer', 'number', 'string'],
  number: ['string'],
  other: ['string'],
};

/** Target takes fewer values than base did. */
export const narrowed: ContractRule = {
  code: 'CFG105',
  severity: 'error',
  title: 'the type, the choices or the range of an option are narrowed',
  why: 'A value that base takes is refused by target, often only when it starts.',
  remedy: 'Keep taking the old values, warn about them, and refuse them when the policy allows.',
  check: (contract) => {
    const asText = isText(contract);
    return fatesOf(contract).flatMap((fate) => {
      if (fate.kind === 'gone') return [];
      return narrowings(fate.base.type, fate.target.type, asText).map((witness) => ({
        rule: narrowed,
        place: fate.target.place,
        subject: formatOption(fate.base.id),
        message: `${formatOption(fate.target.id)} takes fewer values in ${contract.target.label}`,
        witness,
      }));
    });
  },
};

function narrowings(base: OptionType, target: OptionType, asText: boolean): string[] {
  const kinds = base.kind === target.kind || WIDENS[base.kind]?.includes(target.kind);
  // any text is a list, of one item at least; but of a name that is repeated a list takes the last only
  const isListed = asText && target.kind === 'list' && base.kind !== 'multi';
  if (!kinds && !isListed) return [`"${base.written}" became "${target.written}"`];
  return [...lostChoices(base, target), ...lostRange(base, target)];
}

function lostChoices(base: OptionType, target: OptionType): string[] {
  if (target.choices === undefined) return [];
  if (base.choices === undefined) return [`any value was taken, now only ${listed(target.choices)}`];
  const lost = base.choices.filter((choice) => !target.choices?.includes(choice));
  return lost.length === 0 ? [] : [`no longer taken: ${listed(lost)}; taken: ${listed(target.choices)}`];
}

function lostRange(base: OptionType, target: OptionType): string[] {
  const low = target.min !== undefined && target.min > (base.min ?? Number.NEGATIVE_INFINITY);
  const high = target.max !== undefined && target.max < (base.max ?? Number.POSITIVE_INFINITY);
  return [
    ...(low ? [`the least value was ${base.min ?? 'not bounded'}, and is ${target.min}`] : []),
    ...(high ? [`the greatest value was ${base.max ?? 'not bounded'}, and is ${target.max}`] : []),
  ];
}

const listed = (choices: NonNullable<ConfigOption['type']['choices']>): string =>
  choices.map(valueInWords).join(', ');
