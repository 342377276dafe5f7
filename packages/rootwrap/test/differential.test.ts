import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { FILTER_CLASSES } from '../src/filter/types.js';
import { type Questions, someQuestions } from './support/generate.js';
import { joinChunks } from './support/generate-ini.js';
import { Random } from './support/generate-random.js';
import { Peer, peerMissing } from './support/peer.js';
import { Comparison, type Counts, type Finding } from './support/peer-compare.js';
import { DECISION_CODES } from './support/peer-ours.js';
import { Places } from './support/peer-places.js';

const SEED = Number(process.env.ROOTWRAP_SEED ?? 1);
const DECISIONS = Number(process.env.ROOTWRAP_DECISIONS ?? 100_000);
const COMMANDS = 50;

const missing = peerMissing();

// a skipped suite is not counted, a skipped test is
if (missing !== undefined) it('against oslo.rootwrap', { skip: missing }, () => {});

describe('against oslo.rootwrap', { skip: missing !== undefined }, () => {
  let places: Places;
  let peer: Peer;
  const { PATH } = process.env;
  const folder = process.cwd();

  before(async () => {
    places = await Places.make();
    // both sides start relative paths and bare names at the same places
    process.chdir(places.root);
    process.env.PATH = `${places.at('bin')}:/usr/bin:/bin`;
    peer = new Peer({ PATH: process.env.PATH, LC_ALL: 'C.UTF-8' }, places.root);
  });

  after(async () => {
    process.chdir(folder);
    process.env.PATH = PATH;
    peer.stop();
    await places.remove();
  });

  it('decides as it does but for named deviations, and never permits what it denies', async (test) => {
    const comparison = new Comparison(places, peer);
    const maker = { random: new Random(SEED), places };
    for (let decided = 0; decided < DECISIONS; decided = total(comparison.peer)) {
      const questions = someQuestions(maker, COMMANDS);
      const finding = await comparison.compare(questions);
      if (finding !== undefined) assert.fail(await describeFinding(questions, finding));
    }
    report(test, comparison);
    const share = comparison.peer.of('permit') / total(comparison.peer);
    assert.ok(share >= 0.25, `only ${share} of the command lines are permitted by oslo.rootwrap`);
    for (const name of FILTER_CLASSES)
      assert.ok(comparison.peer.of(name) > 0, `no ${name} permitted anything`);
    for (const code of DECISION_CODES)
      assert.ok(code === 'RW-014' || comparison.deviations.of(code) > 0, `${code} never made a difference`);
  });

  /** The same finding with as few lines as show it. */
  async function describeFinding(questions: Questions, finding: Finding): Promise<string> {
    const shows = async (candidate: Questions) =>
      (await new Comparison(places, peer).compare(candidate))?.what === finding.what;
    let least: Questions = finding.argv.length > 0 ? { ...questions, commands: [finding.argv] } : questions;
    for (const chunk of questions.chunks) {
      const fewer = { ...least, chunks: least.chunks.filter((other) => other !== chunk) };
      if (await shows(fewer)) least = fewer;
    }
    const files = [...joinChunks(least.chunks)].map(([name, text]) => `${name}: ${JSON.stringify(text)}`);
    return [
      `${finding.what} (ROOTWRAP_SEED=${SEED})`,
      ...files,
      least.execDirs,
      ...['argv', 'theirs', 'legacy', 'byDefault'].map(
        (name) => `${name}: ${JSON.stringify(finding[name as keyof Finding])}`,
      ),
    ].join('\n');
  }
});

/** Crashes are answers too. */
const total = (peer: Counts): number =>
  peer.of('permit') + peer.of('missing') + peer.of('deny') + peer.of('crash');

function report(test: { diagnostic(text: string): void }, comparison: Comparison): void {
  test.diagnostic(`seed ${SEED}, ${total(comparison.peer)} decisions`);
  for (const part of ['peer', 'files', 'excuses', 'deviations'] as const) {
    const counts = [...comparison[part]].sort(([a], [b]) => (a < b ? -1 : 1));
    test.diagnostic(`${part}: ${counts.map(([name, count]) => `${name} ${count}`).join(', ')}`);
  }
}
