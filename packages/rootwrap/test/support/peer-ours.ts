import { type Config, parseConfig } from '../../src/config/conf.js';
import { loadFilters } from '../../src/config/load.js';
import { decide } from '../../src/decide/decide.js';
import { DEVIATIONS, type DeviationCode, isDeviation } from '../../src/filter/deviations.js';
import { refusedPattern } from '../../src/filter/regexp.js';
import type { Filter, Host } from '../../src/filter/types.js';
import { thisHost } from '../../src/host/host.js';
import { parseIni } from '../../src/ini/ini.js';
import type { Verdict } from './peer.js';

/** Deviations that change a decision; the others are about loading, starting or the daemon. */
export const DECISION_CODES: readonly DeviationCode[] = [
  'RW-001',
  'RW-002',
  'RW-003',
  'RW-004',
  'RW-006',
  'RW-007',
  'RW-008',
  'RW-009',
  'RW-010',
  'RW-011',
  'RW-012',
  // changes a decision only when a link is changed between two looks at it
  'RW-014',
  'RW-015',
  'RW-017',
  'RW-018',
];

export const ALL_LEGACY: readonly DeviationCode[] = Object.keys(DEVIATIONS)
  .filter(isDeviation)
  .filter((code) => DEVIATIONS[code].restorable);

/** Our side: the same files, read and judged in this process. */
export class Ours {
  private readonly text: string;
  private readonly configs = new Map<string, Config>();
  private readonly filters: readonly Filter[];

  /** @throws ConfigProblem as the wrapper does */
  constructor(confText: string) {
    this.text = confText;
    this.filters = loadFilters(this.config([])).filters;
  }

  private config(legacy: readonly DeviationCode[]): Config {
    const key = legacy.join(', ');
    const known = this.configs.get(key);
    if (known !== undefined) return known;
    const ini = parseIni(`${this.text}legacy = ${key}\n`, 'rootwrap.conf', true);
    const config = parseConfig(ini, 'rootwrap.conf', process.env.PATH ?? '');
    this.configs.set(key, config);
    return config;
  }

  judge(
    legacy: readonly DeviationCode[],
    argv: readonly string[],
    host: Host = thisHost,
    trace?: (filter: Filter, words: string) => void,
  ): Verdict {
    const config = this.config(legacy);
    const rules = { filters: this.filters, execDirs: config.execDirs, host, legacy: config.legacy };
    const decision = decide(rules, argv, trace);
    if (decision.kind === 'deny') return decision;
    const filter = decision.filter.name;
    if (decision.kind === 'missing') return { kind: 'missing', filter };
    const { exec, args, env, runAs } = decision.command;
    return {
      kind: 'permit',
      filter,
      command: [exec, ...args],
      env: Object.fromEntries(env),
      user: runAs,
    };
  }

  /** Is a regular expression refused in the filter that decided, or in one that it may ask about an inner command? */
  hasRefusedPattern(name: string): boolean {
    const chaining = this.filters.some((filter) => filter.name === name && isChain(filter));
    return this.filters.some(
      (filter) => (chaining || filter.name === name) && refusedPattern(filter) !== undefined,
    );
  }

  /** The class of the filter of that name. */
  classOf(name: string): string {
    return this.filters.find((filter) => filter.name === name)?.class ?? '';
  }
}

const isChain = (filter: Filter): boolean => /Chaining|IpNetnsExec/.test(filter.class);

export const same = (one: unknown, other: unknown): boolean => canonical(one) === canonical(other);

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
