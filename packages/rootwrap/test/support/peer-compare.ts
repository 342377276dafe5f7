import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeviationCode } from '../../src/filter/deviations.js';
import { ConfigProblem } from '../../src/ini/ini.js';
import type { Questions } from './generate.js';
import { type Chunk, joinChunks } from './generate-ini.js';
import type { Peer, PeerVerdict, Verdict } from './peer.js';
import { excuseFor } from './peer-excuses.js';
import { ALL_LEGACY, DECISION_CODES, Ours, same } from './peer-ours.js';
import type { Places } from './peer-places.js';

/** Something that must not be. */
export type Finding = {
  readonly what: string;
  readonly argv: readonly string[];
  readonly legacy: Verdict | string;
  readonly byDefault: Verdict | string;
  readonly theirs: PeerVerdict | string;
};

export class Counts extends Map<string, number> {
  add(name: string): void {
    this.set(name, (this.get(name) ?? 0) + 1);
  }

  of(name: string): number {
    return this.get(name) ?? 0;
  }
}

/** Lets both sides judge, and keeps count of what they say. */
export class Comparison {
  /** Answers of the peer, by kind and by the class of the filter that decided. */
  readonly peer = new Counts();
  readonly excuses = new Counts();
  /** How often a deviation changed a decision. */
  readonly deviations = new Counts();
  readonly files = new Counts();
  private readonly places: Places;
  private readonly judge: Peer;

  constructor(places: Places, judge: Peer) {
    this.places = places;
    this.judge = judge;
  }

  /** @returns the first thing that must not be */
  async compare({ chunks, execDirs, commands }: Questions): Promise<Finding | undefined> {
    const { path, text } = this.write(chunks, execDirs);
    const reply = await this.judge.ask(path, commands);
    const ours = load(text);
    if ('broken' in reply || typeof ours === 'string')
      return this.compareBroken(ours, 'broken' in reply ? reply.broken : undefined);
    this.files.add('loaded by both');
    for (const [index, argv] of commands.entries()) {
      const theirs = reply.answers[index] ?? { kind: 'crash', why: 'no answer' };
      const finding = this.compareOne(ours, argv, theirs);
      if (finding !== undefined) return finding;
    }
    return undefined;
  }

  private write(chunks: readonly Chunk[], execDirs: string): { path: string; text: string } {
    const folder = this.places.at('rules/filters');
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { mode: 0o755 });
    for (const [name, text] of joinChunks(chunks)) writeFileSync(join(folder, name), text, { mode: 0o644 });
    const path = this.places.at('rules/rootwrap.conf');
    const text = `[DEFAULT]\nfilters_path=${folder}\n${execDirs}`;
    writeFileSync(path, text, { mode: 0o644 });
    return { path, text };
  }

  /** A module's name as a class is no class for us (RW-021 names the line), and breaks the peer. */
  private compareBroken(ours: Ours | string, theirs: string | undefined): Finding | undefined {
    if (typeof ours === 'string' && theirs !== undefined) this.files.add('broken for both');
    else if (
      typeof ours !== 'string' &&
      /not callable|has no attribute 'name'|takes \d|missing/.test(theirs ?? '')
    )
      this.files.add('broken for the peer alone');
    else {
      const byDefault = typeof ours === 'string' ? ours : 'loads';
      return {
        what: 'one side alone loads it',
        argv: [],
        legacy: byDefault,
        byDefault,
        theirs: theirs ?? 'loads',
      };
    }
    return undefined;
  }

  private compareOne(ours: Ours, argv: readonly string[], theirs: PeerVerdict): Finding | undefined {
    this.peer.add(theirs.kind);
    if (theirs.kind === 'permit') this.peer.add(ours.classOf(theirs.filter));
    const legacy = ours.judge(ALL_LEGACY, argv);
    const byDefault = ours.judge([], argv);
    const finding = (what: string): Finding => ({ what, argv, legacy, byDefault, theirs });
    if (!same(legacy, theirs)) {
      const excuse = excuseFor({ ours, argv, mine: legacy, theirs });
      if (excuse === undefined) return finding('differs with all deviations off');
      this.excuses.add(excuse);
      if (theirs.kind === 'crash' && byDefault.kind === 'permit')
        this.excuses.add('the peer crashes, ours permits');
    }
    const theyRefuse = theirs.kind === 'deny' || theirs.kind === 'missing';
    if (theyRefuse && (byDefault.kind === 'permit' || legacy.kind === 'permit'))
      return finding('ours permits what they deny');
    if (same(byDefault, legacy)) return undefined;
    const codes = attribute(ours, argv, legacy);
    if (codes.length === 0) return finding('no deviation explains the difference');
    for (const code of codes) this.deviations.add(code);
    return undefined;
  }
}

function load(text: string): Ours | string {
  try {
    return new Ours(text);
  } catch (error) {
    if (error instanceof ConfigProblem) return error.message;
    throw error;
  }
}

/** The fewest deviations that, given back, give the old decision. */
function attribute(ours: Ours, argv: readonly string[], legacy: Verdict): readonly DeviationCode[] {
  const single = DECISION_CODES.find((code) => same(ours.judge([code], argv), legacy));
  if (single !== undefined) return [single];
  const isEnough = (codes: readonly DeviationCode[]) => same(ours.judge(codes, argv), legacy);
  if (!isEnough(DECISION_CODES)) return [];
  return DECISION_CODES.reduce<readonly DeviationCode[]>((needed, code) => {
    const fewer = needed.filter((other) => other !== code);
    return isEnough(fewer) ? fewer : needed;
  }, DECISION_CODES);
}
