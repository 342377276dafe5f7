import fc from 'fast-check';

const end = fc.constantFrom('\n', '\n', '\n', '\r\n', '\r');
const name = fc.constantFrom(
  'a',
  'b',
  'log_file',
  'log-file',
  'Key',
  'x y',
  '\ufeffk',
  '\u00a0n',
  '"q"',
  '[',
  '',
);
const value = fc.oneof(
  fc.constantFrom(
    '',
    '1',
    '"quoted"',
    "'",
    '"',
    "'half",
    'a, b',
    'x # no comment',
    '[s]',
    '\u2028',
    '\x1c',
    'é',
    '$a',
  ),
  fc.string({ maxLength: 6 }),
);
const sign = fc.constantFrom('=', ' = ', ':', ' : ', '\t=', '=:', '');
const space = fc.constantFrom('', '', '', ' ', '\t', '\x0b', '\u00a0', '\x1f', '  ');

const line = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(name, sign, value, space).map((parts) => parts.join('')) },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.constantFrom(' ', '\t', '    '), value, space).map((parts) => parts.join('')),
  },
  { weight: 3, arbitrary: fc.constantFrom('[DEFAULT]', '[db]', '[ a ]', '[]', '[x', '[a]b]', '[a] ', '[') },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom('#', ';', ' #'), value).map((parts) => parts.join('')) },
  { weight: 2, arbitrary: space },
);

/** Files as operators write and spoil them. */
export const spoiltIni = fc
  .tuple(
    fc.constantFrom('', '', '', '', '\ufeff'),
    fc.array(fc.tuple(line, end), { maxLength: 12 }),
    fc.oneof(fc.constant(''), line),
  )
  .map(([mark, lines, last]) => mark + lines.map((parts) => parts.join('')).join('') + last);

/** The same behind a section, so that most of them are right. */
export const likelyIni = spoiltIni.map((text) => `[DEFAULT]\n${text}`);
