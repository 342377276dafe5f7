import type { Combination } from '../../model/lattice-verdict.ts';
import type { Precondition, Runbook, RunbookAnswer, RunbookStep } from '../../model/runbook.ts';
import { rulesInWords } from './rule-words.ts';
import { commandShown } from './step-words.ts';

/** The runbook for people; or what there is to say instead. */
export function runbookMarkdown(answer: RunbookAnswer): string {
  if (answer.kind === 'safe') return safeMarkdown(answer.runbook);
  const title = `# ${titleOf(answer)}: ${answer.kind === 'unsafe' ? 'no safe order' : 'nothing is known'}`;
  const cell = answer.cell === undefined ? '' : ` of ${answer.cell}`;
  const intro =
    answer.kind === 'unsafe'
      ? `No runbook${cell}: it fails.`
      : `No runbook${cell}: the run proved nothing about it.`;
  return document([
    title,
    intro,
    ...(answer.kind === 'unsafe' ? failure(answer) : []),
    bullets(answer.reasons),
  ]);
}

function failure({ failing, witness }: Extract<RunbookAnswer, { kind: 'unsafe' }>): string[] {
  return [
    ...(failing === undefined
      ? []
      : [`The smallest combination that fails: **${failing.map(partInWords).join(' with ')}**.`]),
    ...(witness === undefined
      ? []
      : [
          `Seen in ${witness.run}, phase "${plain(witness.phase)}", state ${witness.state}: ${plain(witness.step)}: ${plain(witness.failure.message)}`,
        ]),
  ];
}

const partInWords = ({ element, at }: Combination): string => `${element}@${at}`;
const titleOf = ({ name, base, target }: Pick<Runbook, 'name' | 'base' | 'target'>): string =>
  plain(`${name} ${base} to ${target}`);

function safeMarkdown(runbook: Runbook): string {
  const { cell, verdict, passedOver, warnings, preconditions, steps, noReturn } = runbook;
  const commands = [...steps.map(({ task }) => task), ...preconditions].flatMap((each) =>
    'command' in each && each.command !== undefined ? [each.command] : [],
  );
  const over = passedOver.map((each) => `${each.cell} is ${each.verdict}`).join(', ');
  return document([
    `# ${titleOf(runbook)}: runbook`,
    `As rehearsed in ${cell} (${verdict === 'broken' ? 'other orders fail there' : verdict}).${over === '' ? '' : ` Offline, for ${over}.`}`,
    orderInWords(runbook),
    ...(warnings.length === 0 ? [] : ['It was warned of:', bullets(warnings)]),
    '## Before',
    bullets(preconditions.map(preconditionInWords)),
    commands.some((command) => commandShown(command).includes('${')) ? OF_YOURS : '',
    '## Steps',
    ...steps.flatMap((step) => [...(step.number === noReturn ? [NO_RETURN] : []), stepMarkdown(step)]),
    '## To go back',
    backInWords(runbook),
    bullets(
      runbook.services.flatMap(({ name, checks }) =>
        checks.base.map((check) => `${name}, ${check.name}: ${check.words}`),
      ),
    ),
  ]);
}

const OF_YOURS = "What stands as `${…}` is the plan's name for something of yours.";
const NO_RETURN =
  '> **Point of no return.** Do not begin the next step unless all is well: there is no way back from it.';

/** Which orders the runbook holds for, and what it was rehearsed with. */
export function orderInWords({ cell, rules, instances, services }: Runbook): string {
  const counts = services.map(({ name, count }) => `${count} ${name}`).join(', ');
  if (cell.startsWith('offline')) return `Everything is off meanwhile. Rehearsed with ${counts}.`;
  if (instances === 'exact')
    return `Rehearsed with ${counts}. This very order is safe and no simple rule is: it holds for that many instances.`;
  const single = services.some(({ count }) => count === 1)
    ? ' What was rehearsed with one instance holds for one.'
    : '';
  const said = rulesInWords(rules);
  const rule = said === '' ? 'Any order is safe; this is one' : `Safe as long as: ${said}`;
  return `${rule}. Rehearsed with ${counts}, one at a time; a larger fleet may move several of one service together, as far as the rest can serve alone.${single}`;
}

function preconditionInWords({ words, command, note }: Precondition): string {
  const run = command === undefined ? '' : `: \`${commandShown(command)}\``;
  return `${words}${run}${note === undefined ? '' : ` (release note: ${note})`}`;
}

/** The command of a step, as it can be copied. */
function commandBlock(task: RunbookStep['task']): string[] {
  if (!('command' in task)) return [];
  const text = commandShown(task.command);
  const fence = text.includes('```') ? '~~~~' : '```';
  const lines = [`${fence}sh`, ...text.split('\n'), fence].map((line) => `  ${line}`);
  return ['', ...lines, ''];
}

function stepMarkdown({ number, title, task, todo, checks, abort, back }: RunbookStep): string {
  return [
    `### ${number}. ${plain(title)}`,
    '',
    ...todo.map((line) => `- ${plain(line)}`),
    ...commandBlock(task),
    ...checks.map((line) => `- [ ] check: ${plain(line)}`),
    `- if it fails (${plain(abort)}): stop here`,
    `- to go back: ${plain(back)}`,
  ].join('\n');
}

/** Until when one can go back, and how. */
export function backInWords({ base, steps, noReturn, cell }: Runbook): string {
  if (noReturn === 1) return `There is no way back, from the first step on.`;
  const until = noReturn === undefined ? 'From everywhere' : `Until step ${noReturn} is begun`;
  const last = steps.length === 0 ? '' : ' Tried with everything off meanwhile, not one by one.';
  const files = cell.endsWith('frozen')
    ? ''
    : " A package's files come back with its code; operators' files stay as they were left.";
  const migrations = steps.some(({ task }) => task.kind === 'migrate')
    ? ' Migrations are not undone; what one leaves that ended half-way was not tried.'
    : '';
  return `${until}: stop everything, install ${base}, start it.${last}${files}${migrations} Then check:`;
}

/** On one line, without what a terminal would obey. */
const plain = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
const bullets = (lines: readonly string[]): string => lines.map((line) => `- ${plain(line)}`).join('\n');
const document = (parts: readonly string[]): string =>
  `${parts.filter((part) => part !== '').join('\n\n')}\n`;
