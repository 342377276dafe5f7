/** What generated regular expressions and texts are made of; the lists are parted by spaces. */
const list = (text: string): readonly string[] => text.split(' ');

export const COMMON = [...list('a b c A B k K s i I 0 7 9 _ - / , :'), ' ', '\n'];
export const ODD = Array.from(
  '\t\r\0\v\x1c\x1f\x7f\x85\xa0éßſ\u212aİıΣς٣९²½Ⅷ〇あ中\u0301\u200b\u2028\u2029\u3000\ufeff\u180e\u{1d7d8}\u{10400}\u{10428}😀\u{10fc00}ÿ',
);
export const SPECIAL = Array.from('.^$*+?{}[]\\|()#&~');

/** Few characters at a time: what backtracks has several ways to go, and what is held equal meets. */
export const NARROW: readonly (readonly string[])[] = [
  ['a', 'b'],
  ['a', 'b'],
  ['a', '\n'],
  ['k', 'K', '\u212a', 's', 'ſ'],
  ['i', 'I', 'İ', 'ı'],
  ['é', '-', '٣'],
];

export const REAL_PATTERNS = [
  '^[/]*([^/\\0]+(/+)?)*$',
  '/etc/(?!\\.\\.).*',
  "echo '((.|\\n)*)' > /.*",
  'blkio:\\S+',
  '-?\\d+',
  '/sys/block/[a-zA-Z0-9_-]+/device/delete',
  '(tun|tap)[0-9a-f-]{11}',
  '^/dev/(sd|vd)[a-z]{1,3}\\d*$',
  '(?:[0-9]{1,3}\\.){3}[0-9]{1,3}(/\\d+)?',
  'of=/dev/mapper/[^/]+-volume-[0-9a-f]{8}(-\\w{4}){3}-\\w{12}',
  '(?i)^uuid=[a-f0-9-]{4,}$',
  '--?[\\w-]+(=.*)?',
  'a|b.*',
];
export const REAL_WORDS = [
  ...list("/ etc .. /etc/passwd blkio:a -1 10.0.0.1/8 tap a uuid=0A-f /a.'"),
  "echo 'x\n' > /a",
];

export const GLOBAL_FLAGS = list(
  '(?i) (?i) (?x) (?a) (?s) (?m) (?u) (?ai) (?sm) (?x)(?i) (?L) (?au) (?a)(?u) (?t)',
);
export const OPENINGS = list(
  '( ( (?: (?: (?> (?> (?P<n#> (?P<n#> (?i: (?-i: (?s: (?-s: (?m: (?x: (?-x: (?a: (?u: (?im-sx: (?ia: (?L: (?P<n1> (?P<é> (?<n> (?-a:',
);
export const BROKEN_BRACES = list('{ {} {,} {x} {1 {1,2 {2,1} {-1} {0,99999999999} {20000} **');
export const CATEGORIES = list('\\d \\w \\s \\D \\W \\S');
export const POSITIONS = list('^ $ \\A \\Z \\b \\B');
export const NOT_CARRIED = list('\\1 (?P=n1) (?(1)a|b) \\N{COLON} \\9 (?i) (?-i)');
export const COMMENTS = [' ', '#a\n', '#\\\n', '(?#x)', '(?#\\))', '\\ ', '\\#', '(?#', '#\\'];
export const NAMED_ESCAPES: Readonly<Record<string, string>> = {
  '\\n': '\n',
  '\\t': '\t',
  '\\v': '\v',
  '\\f': '\f',
  '\\a': '\x07',
};
export const OTHER_ESCAPES = list(
  '\\0 \\07 \\377 \\301 \\400 \\x4 \\u12 \\U00110000 \\q \\z \\_ \\é \\8 \\08 \\udbff\\udc00',
);
export const SET_STARTS = list('[ [ [ [^ [^ [] [^] [-');
export const SET_PARTS = list('- \\- \\] \\^ ^ [ [:alpha:] && || -- \\\\ \\b \\B \\1 \\18 \\777');
export const SET_RANGES = [
  ...list('a-c A-Z 0-9 a-\\d z-a \\x00-\\x1f K-k à-þ \\U00010000-\\U0010ffff'),
  ' -~',
];
