import type { Flags, Source } from './source.js';

/** What an opened parenthesis begins. */
export type GroupHead =
  | { readonly kind: 'comment' }
  | { readonly kind: 'plain' | 'atomic'; readonly flags: Flags }
  | { readonly kind: 'look'; readonly flags: Flags; readonly behind: boolean; readonly negative: boolean };

/**
 * Reads what follows a `(`, up to the group's body.
 * @throws RegexRefusal for what Python refuses, and for `(?P=name)` and `(?(1)…)`: what a group caught is not kept
 */
export function readGroupHead(source: Source, flags: Flags): GroupHead {
  if (!source.accept('?')) return { kind: 'plain', flags };
  const look = source.take(/(<?)([=!])/y);
  if (look !== undefined) return { kind: 'look', flags, behind: look[1] === '<', negative: look[2] === '!' };
  if (source.accept(':')) return { kind: 'plain', flags };
  if (source.accept('>')) return { kind: 'atomic', flags };
  if (source.accept('#')) return readComment(source);
  if (source.accept('P<')) return readName(source, flags);
  if (source.at('P=')) throw source.refusal('a back-reference is not carried over');
  if (source.at('(')) throw source.refusal('a conditional group is not carried over');
  const inline = source.take(/([aiLmsux]*)(?:-([imsx]+))?:/y);
  if (inline !== undefined)
    return { kind: 'plain', flags: source.withFlags(flags, inline[1] ?? '', inline[2] ?? '') };
  if (source.take(/[aiLmsux]+\)/y) !== undefined)
    throw source.refusal('global flags not at the start of the expression');
  throw source.refusal('unknown extension or bad inline flags');
}

function readComment(source: Source): GroupHead {
  if (!source.skipPast(')')) throw source.refusal('missing ), unterminated comment');
  return { kind: 'comment' };
}

function readName(source: Source, flags: Flags): GroupHead {
  const name = source.take(/([A-Za-z_]\w*)>/y)?.[1];
  if (name === undefined) throw source.refusal('a group name that is not a plain identifier');
  if (source.groupNames.has(name)) throw source.refusal(`redefinition of group name '${name}'`);
  source.groupNames.add(name);
  return { kind: 'plain', flags };
}
