import { type Command, commandInWords } from '../../../model/check.ts';
import { jinjaText } from './jinja.ts';
import type { Task } from './task.ts';

/** A command of the plan: text by a shell, words as they are. */
export function commandTask(command: Command): Task {
  if (typeof command !== 'string') return { 'ansible.builtin.command': { argv: command.map(jinjaText) } };
  return { 'ansible.builtin.shell': { cmd: jinjaText(commandInWords(command)) } };
}

/** A command of the operator's, from the inventory. */
export const hook = (name: string, word: string): Task => ({
  name,
  'ansible.builtin.shell': { cmd: `{{ evenkeel_${word}_command }}` },
});
