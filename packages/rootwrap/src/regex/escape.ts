import type { Flags, Source } from './source.js';
import type { CharItem, ClassName, Position } from './syntax.js';

const CONTROL: Record<string, number> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 };
const CLASSES: Record<string, ClassName> = { d: 'digit', s: 'space', w: 'word' };
const POSITIONS: Record<string, Position> = { A: 'start', Z: 'end', b: 'word', B: 'not-word' };

type ClassEscape = { readonly literal: number } | { readonly item: CharItem };

/** Reads what follows a `\` outside a set. @throws RegexRefusal as Python does, and for back-references and `\N{}` */
export function readEscape(source: Source, flags: Flags): ClassEscape | { readonly position: Position } {
  const position = source.take(/[AZbB]/y)?.[0];
  if (position !== undefined && POSITIONS[position] !== undefined) return { position: POSITIONS[position] };
  const octal = source.take(/0[0-7]{0,2}|[1-3][0-7]{2}/y)?.[0];
  if (octal !== undefined) return { literal: Number.parseInt(octal, 8) };
  if (source.take(/[4-7][0-7]{2}/y) !== undefined)
    throw source.refusal('octal escape value outside of range 0-0o377');
  if (source.take(/[1-9]/y) !== undefined) throw source.refusal('a back-reference is not carried over');
  return readCommonEscape(source, flags);
}

/** Reads what follows a `\` inside a set. @throws RegexRefusal as Python does, and for `\N{}` */
export function readClassEscape(source: Source, flags: Flags): ClassEscape {
  if (source.accept('b')) return { literal: 8 };
  const octal = source.take(/[0-7]{1,3}/y)?.[0];
  if (octal !== undefined) {
    const literal = Number.parseInt(octal, 8);
    if (literal > 0o377) throw source.refusal('octal escape value outside of range 0-0o377');
    return { literal };
  }
  if (source.take(/[89]/y) !== undefined) throw source.refusal('bad escape');
  return readCommonEscape(source, flags);
}

function readCommonEscape(source: Source, flags: Flags): ClassEscape {
  const category = source.take(/[dswDSW]/y)?.[0];
  if (category !== undefined) {
    const name = CLASSES[category.toLowerCase()];
    if (name !== undefined)
      return {
        item: { kind: 'class', name, negated: category !== category.toLowerCase(), ascii: flags.ascii },
      };
  }
  const hex = source.take(/x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})/y);
  if (hex !== undefined) {
    const literal = Number.parseInt(hex[1] ?? hex[2] ?? hex[3] ?? '', 16);
    if (literal > 0x10ffff) throw source.refusal('bad escape');
    return { literal };
  }
  if (source.at('N')) throw source.refusal('a character by its name, \\N{…}, is not carried over');
  const letter = source.take(/[A-Za-z]/y)?.[0];
  if (letter === undefined) {
    if (source.done()) throw source.refusal('bad escape (end of pattern)');
    return { literal: source.next() };
  }
  const control = CONTROL[letter];
  if (control === undefined) throw source.refusal(`bad escape \\${letter}`);
  return { literal: control };
}
