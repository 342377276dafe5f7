/** What all bytes from 80 stand at, when they are no part of UTF-8: as Python's `surrogateescape`, U+DC80 to U+DCFF. */
const ESCAPE = 0xdc00;
const LEADS = [0, 0xc0, 0xe0, 0xf0];
/** The least character that takes so many bytes. */
const LEAST = [0, 0, 0x80, 0x800, 0x10000];

const isSurrogate = (code: number): boolean => code >= 0xd800 && code <= 0xdfff;

/** As Python's `os.fsencode`: U+DC80 to U+DCFF stand for the bytes 80 to FF. @returns undefined for other halves */
export function encodeText(text: string): Buffer | undefined {
  if (!/[\ud800-\udfff]/u.test(text)) return Buffer.from(text);
  const bytes = Buffer.alloc(text.length * 3);
  let size = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.codePointAt(at) ?? 0;
    if (!isSurrogate(code)) size = putUtf8(bytes, size, code);
    else if (code < ESCAPE + 0x80 || code > ESCAPE + 0xff) return undefined;
    else bytes[size++] = code - ESCAPE;
    if (code > 0xffff) at += 1;
  }
  return bytes.subarray(0, size);
}

/** @returns the place after it */
function putUtf8(bytes: Buffer, at: number, code: number): number {
  const more = code < 0x80 ? 0 : code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
  bytes[at] = (LEADS[more] ?? 0) | (code >> (6 * more));
  for (let left = more - 1; left >= 0; left -= 1)
    bytes[at + more - left] = 0x80 | ((code >> (6 * left)) & 0x3f);
  return at + more + 1;
}

/** As Python's `os.fsdecode`: a byte that is not part of UTF-8 becomes U+DC00 + byte. */
export function decodeText(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return decodeBroken(bytes);
  }
}

/** By hand: a regular expression takes seconds for what a command can write in one. */
function decodeBroken(bytes: Buffer): string {
  const units = Buffer.alloc(bytes.length * 2);
  let size = 0;
  const put = (unit: number): void => {
    size = units.writeUInt16LE(unit, size);
  };
  for (let at = 0; at < bytes.length; ) {
    const lead = bytes[at] ?? 0;
    const length = lengthOf(lead);
    const code = characterAt(bytes, at, length);
    if (code > 0xffff) {
      put(0xd800 + ((code - 0x10000) >> 10));
      put(0xdc00 + (code & 0x3ff));
    } else put(code < 0 ? ESCAPE + lead : code);
    at += code < 0 ? 1 : length;
  }
  return units.toString('utf16le', 0, size);
}

/** How many bytes a character has that begins so; 0 when none does. */
function lengthOf(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

/** The character of these bytes; -1 when they are not well-formed: The Unicode Standard, table 3-7. */
function characterAt(bytes: Buffer, at: number, length: number): number {
  const lead = bytes[at] ?? 0;
  if (length < 2) return length === 0 ? -1 : lead;
  let code = lead & (0x7f >> length);
  for (let next = at + 1; next < at + length; next += 1) {
    const byte = bytes[next] ?? 0;
    if ((byte & 0xc0) !== 0x80) return -1;
    code = (code << 6) | (byte & 0x3f);
  }
  return code < (LEAST[length] ?? 0) || isSurrogate(code) || code > 0x10ffff ? -1 : code;
}
