import type { ConfigOption, ConfigSchema, OptionType } from '../../src/model/config-schema.ts';
import type { Contract } from '../../src/model/contract.ts';
import type { Finding } from '../../src/model/finding.ts';
import { POLICIES } from '../../src/model/policies.ts';
import { DIFF_RULES, LINT_RULES } from '../../src/policy/operator/rules.ts';
import { judgeContract } from '../../src/policy/rules.ts';
import { readIni } from '../../src/read/config/ini-document.ts';
import { operatorFileOf } from '../../src/read/config/operator-ini.ts';

type Rest = Partial<Omit<ConfigOption, 'id' | 'type' | 'aliases'>> & {
  readonly kind?: OptionType['kind'];
  readonly aliases?: readonly string[];
  readonly choices?: NonNullable<OptionType['choices']>;
  readonly min?: number;
  readonly max?: number;
};

const idOf = (path: string) => {
  const [group = '', name = ''] = path.split('/');
  return { group, name };
};

/** An option by `group/name`. */
export function option(
  path: string,
  { kind = 'string', aliases = [], choices, min, max, ...rest }: Rest = {},
): ConfigOption {
  const bounds = {
    ...(choices && { choices }),
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
  };
  return {
    id: idOf(path),
    type: { kind, written: `${kind} value`, ...bounds },
    default: null,
    required: false,
    secret: false,
    aliases: aliases.map(idOf),
    place: { file: 'schema.json', line: 7, column: 1 },
    ...rest,
  };
}

export const schema = (...options: ConfigOption[]): ConfigSchema => ({ file: 'schema.json', options });

/** A file that is right, as rules see it. */
export function fileOf(text: string, name = 'site.conf') {
  const { document, issues } = readIni(name, text);
  if (issues.length > 0) throw new Error(issues.map(({ line, message }) => `${line}: ${message}`).join('\n'));
  return operatorFileOf(document);
}

function contract(text: string, base: ConfigSchema | undefined, target: ConfigSchema): Contract {
  const [policy] = POLICIES;
  if (policy === undefined) throw new Error('no policy');
  return {
    base: { label: 'N', ...(base !== undefined && { config: base }) },
    target: { label: 'N+1', config: target },
    policy,
    operatorFiles: [fileOf(text)],
  };
}

export const lint = (text: string, target: ConfigSchema): Finding[] =>
  judgeContract(contract(text, undefined, target), LINT_RULES);

export const diff = (text: string, base: ConfigSchema, target: ConfigSchema): Finding[] =>
  judgeContract(contract(text, base, target), DIFF_RULES);

export const both = (text: string, base: ConfigSchema, target: ConfigSchema): Finding[] =>
  judgeContract(contract(text, base, target), [...LINT_RULES, ...DIFF_RULES]);

/** `OPR101 3: message` */
export const inShort = (findings: readonly Finding[]): string[] =>
  findings.map(({ rule, place, message }) => `${rule.code} ${place.line}: ${message}`);
