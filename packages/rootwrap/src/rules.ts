/** What filters permit, for programs that judge filter files: the pure parts of the wrapper, and nothing else of it. */
export { type Decision, decide, type Rules } from './decide/decide.js';
export { leadingAssignments } from './filter/env.js';
export { firstWords } from './filter/first-words.js';
export { PRIVSEP_HELPER, parseFilters } from './filter/parse.js';
export { refusedPattern } from './filter/regexp.js';
export { baseName, type Filter, type FilterClass, type Host } from './filter/types.js';
export { ConfigProblem, parseIni } from './ini/ini.js';
export { amountsToRoot } from './lint/danger.js';
export { neverMatches, widenedBy } from './lint/reach.js';
export { inClass } from './regex/charset.js';
export { parseRegex } from './regex/parse.js';
export { type CharSet, type ClassName, type RegexNode, RegexRefusal, widthOf } from './regex/syntax.js';
