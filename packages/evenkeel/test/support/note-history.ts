import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from './random.ts';

export const NOTES = 'releasenotes/notes';

type Tree = Map<string, string>;
interface Branch {
  head: number;
  readonly files: Tree;
  /** What it did since it left main: applied again when it is merged. */
  readonly done: ((files: Tree) => void)[];
  /** Notes that only it may touch. */
  readonly own: Set<string>;
  /** Notes that main changed since: it would be a conflict to touch them. */
  readonly foreign: Set<string>;
}

const idOf = (file: string): string => file.slice(-21, -5);

/** A git history with notes of reno: linear, with feature branches, renames, edits, deletions, notes that come back, tags. */
export class NoteHistory {
  readonly tags: string[] = [];
  readonly folder = mkdtempSync(join(tmpdir(), 'notes-of-evenkeel-'));
  private readonly next: () => number;
  private readonly main: Branch = { head: 0, files: new Map(), done: [], own: new Set(), foreign: new Set() };
  private readonly open: Branch[] = [];
  private readonly gone: string[] = [];
  private stream = '';
  private marks = 0;
  private notes = 0;
  private major = 1;

  constructor(seed: number, commits: number) {
    this.next = seededRandom(seed);
    while (this.marks < commits) this.step();
    for (const branch of this.open.slice(0, this.pick(2))) this.merge(branch);
    mkdirSync(this.folder, { recursive: true });
    this.git(['init', '-q', '-b', 'main']);
    this.git(['fast-import', '--quiet'], `${this.stream}done\n`);
    this.git(['checkout', '-q', 'main']);
  }

  private pick(below: number): number {
    return Math.floor(this.next() * below);
  }

  private step(): void {
    const what = this.pick(12);
    const branch = this.open[this.pick(this.open.length * 2)] ?? this.main;
    if (what === 0 && this.marks > 0 && this.open.length < 3)
      this.open.push({
        head: this.main.head,
        files: new Map(this.main.files),
        done: [],
        own: new Set(),
        foreign: new Set(),
      });
    else if (what === 1 && branch !== this.main && branch.done.length > 0) this.merge(branch);
    else if (what === 2 && this.marks > 0) this.tag();
    else this.change(branch, what);
  }

  private change(branch: Branch, what: number): void {
    const free = [...branch.files.keys()].filter((file) => this.isFree(branch, idOf(file)));
    const file = free[this.pick(free.length)];
    const back = this.gone[this.pick(this.gone.length * 3)];
    if (file === undefined || what > 7)
      this.add(branch, back !== undefined && branch === this.main ? back : undefined);
    else if (what > 5)
      this.commit(branch, idOf(file), (files) => files.set(file, `${files.get(file)}  - more of it\n`));
    else if (what > 4) {
      if (branch === this.main) this.gone.push(idOf(file));
      this.commit(branch, idOf(file), (files) => files.delete(file));
    } else {
      const renamed = `renamed-${this.marks}-${idOf(file)}.yaml`;
      this.commit(branch, idOf(file), (files) => {
        files.set(renamed, files.get(file) ?? '');
        files.delete(file);
      });
    }
  }

  private isFree(branch: Branch, id: string): boolean {
    return !branch.foreign.has(id) && this.open.every((other) => other === branch || !other.own.has(id));
  }

  private add(branch: Branch, back: string | undefined): void {
    if (back !== undefined) this.gone.splice(this.gone.indexOf(back), 1);
    this.notes += 1;
    const id = back ?? (this.notes * 0x9e3779b1).toString(16).padStart(16, '0').slice(-16);
    this.commit(branch, id, (files) =>
      files.set(`note-${this.notes}-${id}.yaml`, `fixes:\n  - text of ${id}.\n`),
    );
  }

  private commit(branch: Branch, id: string, change: (files: Tree) => unknown): void {
    const name = this.notes;
    const apply = (files: Tree): void => {
      const now = this.notes;
      this.notes = name;
      change(files);
      this.notes = now;
    };
    apply(branch.files);
    if (branch === this.main) this.touch([id]);
    else {
      branch.done.push(apply);
      branch.own.add(id);
    }
    this.write(branch, []);
  }

  private merge(branch: Branch): void {
    this.open.splice(this.open.indexOf(branch), 1);
    for (const change of branch.done) change(this.main.files);
    this.touch(branch.own);
    this.write(this.main, [branch.head]);
  }

  private touch(ids: Iterable<string>): void {
    for (const id of ids) for (const branch of this.open) branch.foreign.add(id);
  }

  private write(branch: Branch, others: readonly number[]): void {
    this.marks += 1;
    const parents = [
      ...(branch.head > 0 ? [`from :${branch.head}\n`] : []),
      ...others.map((mark) => `merge :${mark}\n`),
    ];
    const files = [...branch.files].map(
      ([name, text]) => `M 100644 inline ${NOTES}/${name}\ndata ${Buffer.byteLength(text)}\n${text}\n`,
    );
    const ref = branch === this.main ? 'refs/heads/main' : `refs/heads/side-${this.marks}`;
    const who = `committer a <a@example.org> ${1_600_000_000 + this.marks * 60} +0000\n`;
    const head = `commit ${ref}\nmark :${this.marks}\n${who}data 1\nc\n`;
    // A file beside the notes: every commit changes something.
    const beside = `M 100644 inline code\ndata ${String(this.marks).length}\n${this.marks}\n`;
    this.stream += `${head}${parents.join('')}deleteall\n${files.join('')}${beside}`;
    branch.head = this.marks;
  }

  private tag(): void {
    const name = this.pick(3) === 0 ? `${this.major}.0.0.0rc1` : `${this.major}.0.0`;
    if (this.tags.includes(name) || this.main.head === 0) return;
    if (!name.includes('rc')) this.major += 1;
    this.tags.push(name);
    const who = `tagger a <a@example.org> ${1_600_000_000 + this.marks * 60} +0000\n`;
    this.stream += `tag ${name}\nfrom :${this.main.head}\n${who}data 1\nt\n`;
    // Two releases of one commit are ambiguous, and not what is tested.
    this.write(this.main, []);
  }

  private git(args: readonly string[], input = ''): void {
    const end = spawnSync('git', args, { cwd: this.folder, input, encoding: 'utf8' });
    if (end.status !== 0) throw new Error(`git ${args.join(' ')}: ${end.stderr}`);
  }
}
