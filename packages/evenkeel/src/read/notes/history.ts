import { type NoteRelease, type NotesHistory, noteIdOf } from '../../model/release-notes.ts';

/** What each commit of `git log` begins with, and what stands between its hash, its parents and its refs. */
export const HISTORY_FORMAT = '%x01%H%x02%P%x02%D';

const HASH = /^[0-9a-f]{40,64}$/;

interface Commit {
  readonly parents: readonly string[];
  readonly tags: readonly string[];
  /** Ids of the notes that it adds. */
  readonly added: readonly string[];
}

/** Tags that reno takes for releases by default. Source: reno's manual, "Configuring Reno", release_tag_re. */
const RELEASE_TAG = /^(v?[\d.ab]|rc)+$/;
/** What reno cuts off a release before the release: pre_release_tag_re. */
const BEFORE_RELEASE = /\.v?\d+([ab]|rc)+\d*$/;

/**
 * Says which release each note came with, from the texts of `git log --topo-order --decorate=full --format=HISTORY_FORMAT`
 * and `git diff-tree --stdin --root -r -c --name-status --no-renames`.
 *
 * The rule is reno's: a note belongs to the earliest release that holds the commit which first added its id. So a rename
 * keeps it (git says of it: one deleted, one added; the id was added before), an edit does not move it, and one that was
 * deleted and came back is as old as it was. A release candidate counts as its release once that is tagged.
 *
 * Not followed: stable branches (only releases tagged on the line of first parents count, and `stable/…` is not looked
 * for), null merges that bring only tags, `-eol` tags, and the tag patterns of a project's own config.yaml.
 * @returns the releases, newest first, before them what is not released; in linear time
 */
export function placeNotes(history: NotesHistory): NoteRelease[] {
  const commits = readCommits(history);
  const line = firstParents(commits);
  const tags = new Set(line.flatMap((hash) => commits.get(hash)?.tags ?? []));
  const seen = new Set<string>();
  const placed = new Set<string>();
  const releases = new Map<string | undefined, Set<string>>();
  for (const hash of line.toReversed()) {
    const tag = releaseOf(commits.get(hash)?.tags ?? [], tags);
    if (tag !== undefined) collect(hash, tag);
  }
  const [newest] = line;
  if (newest !== undefined) collect(newest, undefined);
  return [...releases].map(([release, ids]) => ({ release, ids })).toReversed();

  function collect(from: string, release: string | undefined): void {
    const ids = releases.get(release) ?? new Set();
    releases.set(release, ids);
    for (const id of addedSince(commits, from, seen)) {
      if (!placed.has(id)) ids.add(id);
      placed.add(id);
    }
  }
}

/** The notes that were added by a commit and its ancestors, down to those that were seen. */
function addedSince(commits: ReadonlyMap<string, Commit>, from: string, seen: Set<string>): string[] {
  const found: string[] = [];
  const left = [from];
  for (let hash = left.pop(); hash !== undefined; hash = left.pop()) {
    const commit = commits.get(hash);
    if (commit === undefined || seen.has(hash)) continue;
    seen.add(hash);
    left.push(...commit.parents);
    for (const id of commit.added) found.push(id);
  }
  return found;
}

/** From the newest commit to the oldest, by first parents. */
function firstParents(commits: ReadonlyMap<string, Commit>): string[] {
  const line: string[] = [];
  let [hash] = commits.keys();
  while (hash !== undefined && commits.has(hash)) {
    line.push(hash);
    hash = commits.get(hash)?.parents[0];
  }
  return line;
}

/** The release of a tagged commit: the final one where it has several tags, or where its tag is one before the release. */
function releaseOf(own: readonly string[], all: ReadonlySet<string>): string | undefined {
  const [first] = own.toSorted((a, b) => Number(BEFORE_RELEASE.test(a)) - Number(BEFORE_RELEASE.test(b)));
  const final = first?.replace(BEFORE_RELEASE, '');
  return final !== undefined && all.has(final) ? final : first;
}

function readCommits({ commits, changes }: NotesHistory): Map<string, Commit> {
  const added = readChanges(changes);
  return new Map(
    commits
      .split('\u0001')
      .slice(1)
      .map((head) => {
        const [hash = '', parents = '', refs = ''] = head.trimEnd().split('\u0002');
        const commit = {
          parents: parents.split(' ').filter((parent) => parent !== ''),
          tags: refs.split(', ').flatMap(tagOf),
          added: added.get(hash) ?? [],
        };
        return [hash, commit];
      }),
  );
}

/** The ids of the notes that each commit adds. */
function readChanges(changes: string): Map<string, string[]> {
  const added = new Map<string, string[]>();
  let current: string[] = [];
  for (const line of changes.split('\n')) {
    if (HASH.test(line)) {
      current = [];
      added.set(line, current);
    } else current.push(...addedBy(line));
  }
  return added;
}

function tagOf(ref: string): string[] {
  const tag = /^tag: refs\/tags\/(.+)$/.exec(ref)?.[1];
  return tag !== undefined && RELEASE_TAG.test(tag) ? [tag] : [];
}

/** `A` in a commit, `AA` in a merge, where the file is new to both sides. */
function addedBy(change: string): string[] {
  const file = /^A+\t(.+)$/.exec(change)?.[1];
  const id = file === undefined ? undefined : noteIdOf(file);
  return id === undefined ? [] : [id];
}
