import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PEER } from './peer.js';
import type { RunCase } from './peer-confs.js';
import type { Places } from './peer-places.js';
import { PACKAGE } from './run-build.js';

export type Outcome = { readonly code: number | null; readonly out: string; readonly err: readonly string[] };

const OURS = join(PACKAGE, 'bin/rootwrap');

export const confPath = (places: Places): string => places.at('rules/run.conf');

/** Puts the files of a case where both executables read them. */
export function writeRun(places: Places, { conf, filters }: Pick<RunCase, 'conf' | 'filters'>): void {
  const folder = places.at('rules/filters');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  if (filters !== undefined) writeFileSync(join(folder, 'one.filters'), filters);
  writeFileSync(confPath(places), conf);
}

/** Runs one command line through both executables, with the same files. */
export async function runBoth(places: Places, one: RunCase): Promise<{ ours: Outcome; theirs: Outcome }> {
  writeRun(places, one);
  const words = [confPath(places), ...one.argv];
  const [theirs, ours] = await Promise.all([PEER, OURS].map((program) => run(places.root, program, words)));
  if (ours === undefined || theirs === undefined) throw new Error('nothing ran');
  return { ours, theirs };
}

async function run(cwd: string, program: string, words: readonly string[]): Promise<Outcome> {
  const env = { PATH: process.env.PATH, LANG: 'C.UTF-8' };
  const child = spawn(program, words, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const texts = ['', ''];
  for (const [index, stream] of [child.stdout, child.stderr].entries()) {
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => {
      texts[index] += text;
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  const [out = '', err = ''] = texts;
  // the program's own name is all that may differ
  return { code, out, err: err.replaceAll(`${program}: `, '').split('\n').slice(0, -1) };
}

/** @returns why the two may differ, `false` when they do not, `true` when they must not */
export function outcomeDiffers(argv: readonly string[], ours: Outcome, theirs: Outcome): boolean | string {
  const isNote = (line: string) =>
    line.startsWith('WARNING:root:Skipping') || line.includes(': Skipping unknown filter class (');
  const [mine, wanted] = [ours, theirs].map(({ err }) => err.filter((line) => !isNote(line)));
  const crashed =
    theirs.code === 1 &&
    (theirs.err.includes('Traceback (most recent call last):') || theirs.err.join('') === '');
  if (crashed)
    return ours.code !== null && ours.code >= 96 && ours.code <= 97 && ours.out === ''
      ? 'the peer crashes'
      : true;
  if (theirs.code === 99 && ours.code === 99 && lacksEnv(argv, wanted))
    return "the peer's message lacks 'env'";
  // a base class of theirs, which never matches, is no class of ours
  const isBase = (line: string) => line.includes('class (ChainingFilter)');
  const notes = ({ err }: Outcome) => err.filter((line) => isNote(line) && !isBase(line)).length;
  return (
    ours.code !== theirs.code ||
    ours.out !== theirs.out ||
    notes(ours) !== notes(theirs) ||
    wanted?.some((line, index) => line !== mine?.[index]) !== false
  );
}

/** Their EnvFilters take the word out of the very list that the message is made of. */
function lacksEnv(argv: readonly string[], wanted: readonly string[] = []): boolean {
  return argv.some((_word, index) => {
    const [taken, left] = [argv.slice(0, index + 1), argv.slice(index + 1)];
    const message = `Unauthorized command: ${left.join(' ')} (no filter matched)`;
    return taken.every((word) => word === 'env') && wanted[0] === message;
  });
}
