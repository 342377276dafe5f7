import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { notesHistory } from '../../../src/drivers/store/note-files.ts';
import { noteIdOf } from '../../../src/model/release-notes.ts';
import { HISTORY_FORMAT, placeNotes } from '../../../src/read/notes/history.ts';
import { NOTES, NoteHistory } from '../../support/note-history.ts';

const HAS_RENO = spawnSync('reno', ['--help']).status === 0;
const SEEDS = Array.from({ length: 20 }, (_, index) => index + 1);

function reno(command: string, folder: string): string {
  const end = spawnSync('reno', ['-q', command], { cwd: folder, encoding: 'utf8' });
  expect(end.status, end.stderr).toBe(0);
  return end.stdout;
}

const pair = (release: string | undefined, id: string): string => `${release ?? 'unreleased'}: ${id}`;

/** Which note reno lists in which release; one that is no tag is what reno calls the state after the last release. */
function listed(folder: string, tags: readonly string[]): string[] {
  let release: string | undefined;
  return reno('list', folder)
    .split('\n')
    .flatMap((line) => {
      const file = /^\t(\S+\.yaml)/.exec(line)?.[1];
      if (file !== undefined) return [pair(release, noteIdOf(file) ?? file)];
      release = tags.find((tag) => tag === line.trim());
      return [];
    })
    .sort();
}

/** The same by our rule, of the notes that are there. */
function placed(folder: string): string[] {
  const there = spawnSync('ls', [join(folder, NOTES)], { encoding: 'utf8' }).stdout;
  const log = notesHistory(join(folder, NOTES), HISTORY_FORMAT) ?? expect.fail('no history');
  return placeNotes(log)
    .flatMap(({ release, ids }) => [...ids].filter((id) => there.includes(id)).map((id) => pair(release, id)))
    .sort();
}

/** The same by the texts in reno's report. */
function reported(folder: string, tags: readonly string[]): string[] {
  let release: string | undefined;
  const lines = reno('report', folder).split('\n');
  return lines
    .flatMap((line, index) => {
      if (/^=+$/.test(lines[index + 1] ?? '') && line !== '') release = tags.find((tag) => tag === line);
      const id = /text of ([0-9a-f]{16})\./.exec(line)?.[1];
      return id === undefined ? [] : [pair(release, id)];
    })
    .sort();
}

describe.skipIf(!HAS_RENO)('reno itself (skipped without python3-reno)', () => {
  test.each(SEEDS)('lists the notes of history %i in the same releases', (seed) => {
    const history = new NoteHistory(seed, 40);
    try {
      const ours = placed(history.folder);
      expect(ours.length).toBeGreaterThan(3);
      expect(ours).toEqual(listed(history.folder, history.tags));
      if (seed <= 3) expect(ours).toEqual(reported(history.folder, history.tags));
    } finally {
      rmSync(history.folder, { recursive: true, force: true });
    }
  });
});
