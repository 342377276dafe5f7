import { formatOption, type OptionId, pathOf } from '../../model/config-schema.ts';
import type { Issue } from '../../model/issue.ts';
import type { LineChange } from '../../model/lines.ts';
import type { Edit, Setting } from '../../model/operator-file.ts';
import { type DataMapping, memberAt, sameTree, withMember, without } from './data-tree.ts';
import { ChangedLines, type TextChange } from './text-lines.ts';

/** Characters to change; or why a setting cannot be changed where it stands, in words that follow "it". */
export type Change = readonly TextChange[] | { readonly why: string };

/** A file of a format with types, in which settings can be changed. Paths are those of its tree. */
export interface DataDocument {
  readonly root: DataMapping;
  /** Gives a member another key. */
  readonly rename: (path: readonly string[], name: string) => Change;
  /** Puts a member once more at the end of a group, under another key; makes the group if need be. */
  readonly copy: (path: readonly string[], group: readonly string[], name: string) => Change;
  /** Takes a member out; with a reason, as a comment if the format has comments. */
  readonly remove: (path: readonly string[], reason?: string) => Change;
}

/** What edits made of a file. */
export interface Rewrite {
  /** The whole text. */
  readonly text: string;
  readonly changes: readonly LineChange[];
  /** How many of the edits were made. */
  readonly made: number;
  /** The settings that could not be changed. */
  readonly refused: readonly Issue[];
  /** The settings that were taken out without a trace in the file, each with the reason. */
  readonly takenOut: readonly Issue[];
}

/** Each edit reads the file again: this many characters are read in one run at most, then the rest is refused. */
const MOST_READ = 100_000_000;

/**
 * Makes the edits one after another. After each the text is read again: if it does not say what it is meant to, or is
 * not right any more, that edit is not made, and is told among the refused.
 */
export function rewriteData(
  text: string,
  parse: (text: string) => DataDocument | undefined,
  edits: readonly Edit[],
): Rewrite {
  let state = ChangedLines.of(text);
  const [refused, done]: [Issue[], Edit[]] = [[], []];
  let left = MOST_READ;
  for (const edit of edits) {
    left -= 4 * text.length;
    const after =
      left < 0 ? { why: 'is one too many for one run: run the command again' } : tried(state, parse, edit);
    if ('why' in after) refused.push(issueOf(edit.setting, after.why));
    else {
      state = after;
      done.push(edit);
    }
  }
  const takenOut = done.flatMap((edit) =>
    edit.kind === 'rename'
      ? []
      : [{ ...edit.setting.place, message: `${formatOption(edit.setting.id)} is taken out: ${edit.reason}` }],
  );
  return { text: state.text, changes: state.changes(), made: done.length, refused, takenOut };
}

const issueOf = ({ id, place }: Setting, why: string): Issue => ({
  ...place,
  message: `${formatOption(id)} is left as it is: it ${why}`,
  hint: 'change it by hand',
});

/** One step of an edit: what it does to the text, and to what the text says. */
interface Move {
  readonly change: (document: DataDocument) => Change;
  readonly result: (root: DataMapping) => DataMapping | undefined;
}

function tried(
  state: ChangedLines,
  parse: (text: string) => DataDocument | undefined,
  edit: Edit,
): ChangedLines | { readonly why: string } {
  let at = state;
  let document = parse(state.text);
  for (const { change, result } of movesFor(edit)) {
    if (document === undefined) return { why: 'cannot be changed safely' };
    const wanted = result(document.root);
    if (wanted === undefined) return { why: 'would take the place of something that is set already' };
    const changes = change(document);
    if ('why' in changes) return changes;
    at = at.with(changes);
    document = parse(at.text);
    if (document === undefined) return { why: 'would leave a file that cannot be read' };
    if (!sameTree(document.root, wanted))
      return { why: 'cannot be changed without another setting being changed too' };
  }
  return at;
}

const pathTo = ({ group, name }: OptionId): string[] => [...pathOf(group), name];

function movesFor(edit: Edit): Move[] {
  const path = pathTo(edit.setting.id);
  if (edit.kind === 'comment-out') return [removal(path, edit.reason)];
  const [stays, ...more] = edit.to.filter(({ group }) => group === edit.setting.id.group);
  const copies = edit.to.filter(({ group }) => group !== edit.setting.id.group);
  return [
    ...[...copies, ...more].map((id) => copyTo(path, id)),
    stays === undefined ? removal(path) : renaming(path, stays),
  ];
}

const removal = (path: readonly string[], reason?: string): Move => ({
  change: (document) => document.remove(path, reason),
  result: (root) => without(root, path),
});

const copyTo = (path: readonly string[], id: OptionId): Move => ({
  change: (document) => document.copy(path, pathOf(id.group), id.name),
  result: (root) => put(root, path, id),
});

const renaming = (path: readonly string[], id: OptionId): Move => ({
  change: (document) => document.rename(path, id.name),
  result: (root) => {
    const added = put(root, path, id);
    return added && without(added, path);
  },
});

function put(root: DataMapping, from: readonly string[], to: OptionId): DataMapping | undefined {
  const member = memberAt(root, from);
  return member && withMember(root, pathTo(to), member);
}
