import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { someQuestions } from './support/generate.js';
import { joinChunks } from './support/generate-ini.js';
import { Random } from './support/generate-random.js';
import type { Maker } from './support/generate-words.js';
import { Peer, type PeerVerdict, peerMissing } from './support/peer.js';
import { Counts } from './support/peer-compare.js';
import { confCases, confStart, filterCases, type RunCase } from './support/peer-confs.js';
import { ALL_LEGACY, Ours, same } from './support/peer-ours.js';
import { Places } from './support/peer-places.js';
import { confPath, outcomeDiffers, runBoth, writeRun } from './support/peer-run.js';
import { ensureBuilt } from './support/run-build.js';

const SEED = Number(process.env.ROOTWRAP_SEED ?? 1);
const RUNS = 140;

const missing =
  peerMissing() ?? (process.geteuid?.() === 0 ? undefined : 'only root can run as another user');

// a skipped suite is not counted, a skipped test is
if (missing !== undefined)
  it('run beside oslo.rootwrap, with all deviations off', { skip: missing }, () => {});

describe('run beside oslo.rootwrap, with all deviations off', { skip: missing !== undefined }, () => {
  let places: Places;
  const { PATH } = process.env;

  before(async () => {
    ensureBuilt();
    places = await Places.make();
    process.env.PATH = `${places.at('bin')}:/usr/bin:/bin`;
  });

  after(async () => {
    process.env.PATH = PATH;
    await places.remove();
  });

  const assertAlike = async (cases: readonly RunCase[]): Promise<Counts> => {
    const counts = new Counts();
    for (const one of cases) {
      const { ours, theirs } = await runBoth(places, one);
      const differs = outcomeDiffers(one.argv, ours, theirs);
      if (differs === true) assert.fail(JSON.stringify({ ...one, ours, theirs }, undefined, 1));
      counts.add(differs === false ? `exit ${theirs.code}` : differs);
    }
    return counts;
  };

  it('takes and refuses the same configurations, in the same words', async (test) => {
    const counts = await assertAlike(confCases(places.root));
    test.diagnostic(JSON.stringify([...counts]));
    assert.ok(counts.of('exit 0') > 10 && counts.of('exit 97') > 10);
  });

  it('takes and refuses the same filter files, in the same words where oslo.rootwrap has any', async (test) => {
    const counts = await assertAlike(filterCases(places.root));
    test.diagnostic(JSON.stringify([...counts]));
    assert.ok(counts.of('exit 0') > 2 && counts.of('exit 7') > 2 && counts.of('exit 96') > 1);
  });

  it('runs the same commands to the same end', async (test) => {
    const counts = await assertAlike(await someRuns());
    test.diagnostic(`seed ${SEED}: ${JSON.stringify([...counts])}`);
    assert.ok(counts.of('exit 0') > RUNS / 3 && counts.of('exit 99') > RUNS / 8);
  });

  /** Generated cases on which the two agree, and which start nothing but our own scripts and cat. */
  async function someRuns(): Promise<RunCase[]> {
    const folder = process.cwd();
    process.chdir(places.root);
    const peer = new Peer({ PATH: process.env.PATH, LC_ALL: 'C.UTF-8' }, places.root);
    try {
      const maker = { random: new Random(SEED), places };
      const cases: RunCase[] = [];
      while (cases.length < RUNS) cases.push(...(await casesOf(peer, maker)));
      return cases;
    } finally {
      peer.stop();
      process.chdir(folder);
    }
  }
});

/** Those of generated cases on which the two agree; every second one is a permit. */
async function casesOf(peer: Peer, maker: Maker): Promise<RunCase[]> {
  const { chunks, execDirs, commands } = someQuestions(maker, 12);
  const { places, random } = maker;
  const filters = [...joinChunks(chunks)].find(([name]) => !name.startsWith('.'))?.[1] ?? '';
  const conf = `${confStart(places.root).replace(/exec_dirs=.*\n/, '')}${execDirs}`;
  writeRun(places, { conf, filters });
  const reply = await peer.ask(confPath(places), commands);
  if ('broken' in reply) return [];
  const ours = new Ours(conf.replace(/legacy=.*\n/, ''));
  const alike = commands.flatMap((argv, index) => {
    const theirs = reply.answers[index];
    const isAlike = theirs !== undefined && same(theirs, ours.judge(ALL_LEGACY, argv));
    return isAlike && isHarmless(places, argv, theirs) ? [{ argv, permitted: theirs.kind === 'permit' }] : [];
  });
  const permitted = alike.filter((one) => one.permitted).slice(0, 2);
  const refused = random.shuffled(alike.filter((one) => !one.permitted)).slice(0, 1);
  return [...permitted, ...refused].map(({ argv }) => ({ title: argv.join(' '), conf, filters, argv }));
}

/** Starts nothing but a script of ours or cat; and says nothing with control characters, which we make visible. */
function isHarmless(places: Places, argv: readonly string[], theirs: PeerVerdict): boolean {
  if (/\p{Cc}/u.test(argv.join(''))) return false;
  if (theirs.kind !== 'permit') return true;
  const [exec = ''] = theirs.command;
  return (exec.startsWith(`${places.root}/`) && !exec.includes('napper')) || exec === '/bin/cat';
}
