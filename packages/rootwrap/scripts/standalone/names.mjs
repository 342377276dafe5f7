import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Variables that Bun reads before our first line and that write files, listen, connect or run code. A name that begins
 * with NUL is none that an environment can hold. Only names are changed, never an instruction.
 */
const NAMES = [
  'BUN_BE_BUN',
  'BUN_OPTIONS',
  'BUN_INSPECT',
  'BUN_BYTECODE_',
  'BUN_RUNTIME_TRANSPILER_CACHE_PATH',
  'NODE_CHANNEL_FD',
  'NODE_EXTRA_CA_CERTS',
];

/**
 * The names of the options of Bun's JavaScript engine, some 600, each a string of its own. The prefix BUN_JSC_ by which
 * they are asked for is no string, but spread over instructions: it stays, and leads to nothing; Bun refuses to start.
 */
const ENGINE_OPTION = /(?<=\0JSC_)\w+(?=\0)/g;
const FEWEST_ENGINE_OPTIONS = 500;

/**
 * Takes the names out of an executable.
 * @returns how many of which
 * @throws when one is not there: another Bun, of which nothing is known
 */
export function blankNames(file) {
  const bytes = readFileSync(file);
  const text = bytes.toString('latin1');
  const blanked = [...NAMES.map((name) => [name, placesOf(text, name)])];
  blanked.push(["the engine's options", [...text.matchAll(ENGINE_OPTION)].map(({ index }) => index)]);
  for (const [name, places] of blanked) {
    const fewest = NAMES.includes(name) ? 1 : FEWEST_ENGINE_OPTIONS;
    if (places.length < fewest) throw new Error(`${name}: found ${places.length} times`);
    for (const place of places) bytes[place] = 0;
  }
  writeFileSync(file, bytes);
  return blanked.map(([name, places]) => [name, places.length]);
}

function placesOf(text, name) {
  const places = [];
  for (let place = text.indexOf(name); place >= 0; place = text.indexOf(name, place + 1)) places.push(place);
  return places;
}
