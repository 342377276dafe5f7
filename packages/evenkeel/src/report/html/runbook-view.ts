import { given } from '../../model/given.ts';
import type { Runbook, RunbookAnswer, RunbookStep } from '../../model/runbook.ts';
import { backInWords, orderInWords } from '../runbook/runbook-markdown.ts';
import { commandShown } from '../runbook/step-words.ts';
import { bounded } from './bounded.ts';
import type { RunbookStepView, RunbookView } from './view.ts';

/** The runbook of a run as the page shows it; or why there is none. */
export function runbookView(answer: RunbookAnswer): RunbookView {
  if (answer.kind === 'safe') return safeView(answer.runbook);
  const failing = answer.kind === 'unsafe' ? answer.failing : undefined;
  return {
    kind: answer.kind,
    ...given({ cell: answer.cell }),
    intro: [
      answer.kind === 'unsafe'
        ? 'There is no runbook: it fails.'
        : 'There is no runbook: the run proved nothing about it.',
      ...(failing === undefined
        ? []
        : [
            `The smallest combination that fails: ${failing.map(({ element, at }) => `${element}@${at}`).join(' with ')}.`,
          ]),
      ...answer.reasons.map((reason) => bounded(reason)),
    ],
    before: [],
    steps: [],
    back: [],
  };
}

function safeView(runbook: Runbook): RunbookView {
  const { cell, verdict, passedOver, warnings, preconditions, steps, noReturn } = runbook;
  const over = passedOver.map((each) => `${each.cell} is ${each.verdict}`).join(', ');
  return {
    kind: 'safe',
    cell,
    intro: [
      `As rehearsed in ${cell} (${verdict === 'broken' ? 'other orders fail there' : verdict}).${over === '' ? '' : ` Offline, for ${over}.`}`,
      orderInWords(runbook),
      ...warnings.map((warning) => `It was warned of: ${bounded(warning)}`),
    ],
    before: preconditions.map(({ words, command, note }) => ({
      words: `${bounded(words)}${note === undefined ? '' : ` (release note: ${bounded(note)})`}`,
      ...given({ command: command === undefined ? undefined : bounded(commandShown(command)) }),
    })),
    steps: steps.map(stepView),
    ...given({ noReturn }),
    back: [backInWords(runbook), ...baseChecks(runbook)],
  };
}

function stepView({ number, title, task, todo, checks, abort, back }: RunbookStep): RunbookStepView {
  const command = 'command' in task ? bounded(commandShown(task.command)) : undefined;
  return { number, title: bounded(title), todo, checks, abort, back, ...given({ command }) };
}

const baseChecks = ({ services }: Runbook): string[] =>
  services.flatMap(({ name, checks }) =>
    checks.base.map((check) => bounded(`${name}, ${check.name}: ${check.words}`)),
  );
