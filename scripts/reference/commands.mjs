import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../prepare.mjs';

const BIN = join(ROOT, 'packages', 'evenkeel', 'bin', 'evenkeel.js');

/** What a command of the built evenkeel prints. Throws when it fails. */
export async function ask(words) {
  const { stdout } = await promisify(execFile)(process.execPath, [BIN, ...words], {
    maxBuffer: 16 * 1024 * 1024,
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined },
  });
  return stdout;
}

/** A page of all commands, each with its `--help`. */
export async function commandsPage() {
  const commands = await helpOf([]);
  const toc = commands.map(({ name }) => `- [\`${name}\`](#${anchorOf(name)})`);
  const sections = commands.map(({ name, help }) => `## \`${name}\`\n\n\`\`\`text\n${help}\n\`\`\``);
  return `${HEAD}\n${toc.join('\n')}\n\n${sections.join('\n\n')}\n`;
}

const HEAD = `# Commands

Written by \`npm run docs:reference\` from the \`--help\` of each command; do not edit it.
The [guide](../guide.md) uses them one after the other.
`;

/** The help of a command and, below it, of its commands, in the order in which it names them. */
async function helpOf(words) {
  const help = (await ask([...words, '--help'])).trimEnd();
  const below = await Promise.all(namesIn(help).map((name) => helpOf([...words, name])));
  return [{ name: ['evenkeel', ...words].join(' '), help }, ...below.flat()];
}

/** The commands that a help lists; that of the help itself is none of ours. */
function namesIn(help) {
  const [, list = ''] = help.split(/^Commands:$/m);
  const [block] = list.replace(/^\n/, '').split('\n\n');
  return [...block.matchAll(/^ {2}([a-z][\w-]*)/gm)]
    .map(([, name]) => name)
    .filter((name) => name !== 'help');
}

const anchorOf = (name) => name.replaceAll(' ', '-');
