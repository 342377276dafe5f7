/**
 * What Python's `str.isspace` says of, as the inside of a character set: bidirectional classes WS, B and S, and
 * category Zs. JavaScript's `\s` is another set.
 */
export const PYTHON_SPACE =
  '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
