const FAR_TOO_DEEP = 1000;

/**
 * Whether a text opens a thousand collections in each other, by a glance at its brackets. Parsers recurse, and near the
 * end of the stack V8 does not throw but ends the process when it has to compile a regular expression there.
 */
export function isNestedFarTooDeep(text: string): boolean {
  let depth = 0;
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    depth = bracket === '[' || bracket === '{' ? depth + 1 : Math.max(depth - 1, 0);
    if (depth > FAR_TOO_DEEP) return true;
  }
  return false;
}
