const NAME = String.raw`[A-Za-z_][\w.:-]*`;
const ATTRIBUTE = new RegExp(String.raw`\s+(${NAME})\s*=\s*"([^"<]*)"`, 'y');
const OPEN = new RegExp(`<(${NAME})`, 'y');
const CLOSE = new RegExp(String.raw`</(${NAME})\s*>`, 'y');
const ENTITY = /&(?!(amp|lt|gt|quot|apos|#\d+|#x[0-9a-fA-F]+);)/;
/** Why a text is not well-formed XML 1.0 (without document types); `undefined` when it is. */
export function xmlFault(text: string): string | undefined {
  const forbidden = [...text].findIndex((character) => !isCharacter(character.codePointAt(0) ?? 0));
  if (forbidden !== -1) return `a forbidden character at ${forbidden}`;
  const open: string[] = [];
  let at = text.startsWith('<?xml') ? text.indexOf('?>') + 2 : 0;
  while (at < text.length) {
    const next = readPiece(text, at, open);
    if (typeof next === 'string') return `${next} at ${at}`;
    at = next;
  }
  return open.length === 0 ? undefined : `${open.join(', ')} not closed`;
}

/** Reads a tag, a CDATA section, or text; returns where it ends, or what is wrong with it. */
function readPiece(text: string, at: number, open: string[]): number | string {
  if (text.startsWith('<![CDATA[', at)) {
    const end = text.indexOf(']]>', at);
    return end === -1 ? 'an open CDATA section' : end + 3;
  }
  if (text[at] === '<') return text[at + 1] === '/' ? readClose(text, at, open) : readOpen(text, at, open);
  const end = text.indexOf('<', at);
  const piece = text.slice(at, end === -1 ? undefined : end);
  if (ENTITY.test(piece) || piece.includes(']]>')) return 'text that is not escaped';
  return at + piece.length;
}

function readClose(text: string, at: number, open: string[]): number | string {
  CLOSE.lastIndex = at;
  const found = CLOSE.exec(text);
  return found !== null && open.pop() === found[1] ? CLOSE.lastIndex : 'a wrong closing tag';
}

function readOpen(text: string, at: number, open: string[]): number | string {
  OPEN.lastIndex = at;
  const found = OPEN.exec(text);
  if (found?.[1] === undefined) return 'a wrong tag';
  let end = OPEN.lastIndex;
  const names = new Set<string>();
  for (ATTRIBUTE.lastIndex = end; ; end = ATTRIBUTE.lastIndex) {
    const attribute = ATTRIBUTE.exec(text);
    if (attribute === null) break;
    const [, name = '', value = ''] = attribute;
    if (names.has(name) || ENTITY.test(value)) return `a wrong attribute ${name}`;
    names.add(name);
  }
  const [tail] = /^\s*\/?>/.exec(text.slice(end, end + 20)) ?? [];
  if (tail === undefined) return `a tag ${found[1]} that does not end`;
  if (!tail.includes('/')) open.push(found[1]);
  return end + tail.length;
}

/** Whether XML 1.0 knows a character: no control characters but white space, no halves of pairs. */
function isCharacter(code: number): boolean {
  if (code < 0x20) return [0x9, 0xa, 0xd].includes(code);
  return !(code >= 0xd800 && code <= 0xdfff) && code !== 0xfffe && code !== 0xffff;
}
