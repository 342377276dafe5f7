import { commandInWords } from '../../model/check.ts';
import { renderDeep } from '../../model/template.ts';
import { type CellContext, installedFor, releaseNamed, type Stores } from '../cell-context.ts';
import { runCommand } from '../check-runner.ts';
import { shorten } from '../expectations.ts';
import { StateError } from '../ports.ts';
import { instanceNamed } from '../stack.ts';
import { valuesFor } from '../values.ts';
import { COMMAND_TIMEOUT_MS } from './commands.ts';

/** Below the folder of a kept state: the copy of the run's folders, and what the plan's own `save` left. */
const COPY = 'folders';
const OUTSIDE = 'outside';

/**
 * Keeps the state that everything is off in, under a name, unless a run of the group has: the run's folders, in which
 * servers of the environment keep their data too, and what the plan's own command saves. @throws StateError
 */
export async function saveSnapshot(context: CellContext, name: string): Promise<string | undefined> {
  const { group, drivers, stack } = context;
  if (group.kept.has(name)) return 'another run has kept it';
  const folder = `${group.folder}/${name}`;
  await drivers.files.removeFolder(folder);
  await runOwn(context, 'save', folder);
  await drivers.files.copyFolder(stack.folders.state, `${folder}/${COPY}`);
  group.kept.set(name, { folder, created: [...context.created], stores: storesOf(context) });
  return undefined;
}

/** Brings a state back as it was kept. What was saved for things that were made since is still known. @throws StateError */
export async function restoreSnapshot(context: CellContext, name: string): Promise<void> {
  const { group, drivers, stack } = context;
  const kept = group.kept.get(name);
  if (kept === undefined) throw new Error(`the plan restores a state that no run kept: ${name}`);
  await drivers.files.removeFolder(stack.folders.state);
  await drivers.files.copyFolder(`${kept.folder}/${COPY}`, stack.folders.state);
  await runOwn(context, 'restore', kept.folder);
  context.created.clear();
  for (const item of kept.created) context.created.add(item);
  for (const [key, values] of kept.stores) context.stores.set(key, values);
}

/**
 * Runs the plan's own command, if it has one, with base's code; not with the service's environment variables, for they may
 * name servers that are off. @throws StateError when its exit code is not 0
 */
async function runOwn(context: CellContext, which: 'save' | 'restore', kept: string): Promise<void> {
  const { model, drivers, stack } = context;
  if (model.state === undefined) return;
  const state = `${kept}/${OUTSIDE}`;
  await drivers.files.makeFolder(state);
  const { folder: install, path } = installedFor(context, model.state.service, 'base');
  const instance = instanceNamed(stack, `${model.state.service}-1`);
  const subject = { instance, release: releaseNamed(context, 'base'), install, path, state };
  const command = renderDeep(model.state[which], valuesFor(model, stack, subject));
  const answer = await runCommand(context, command, subject, COMMAND_TIMEOUT_MS);
  if (answer.error === undefined && answer.status === 0) return;
  const how = answer.error ?? `ended with exit code ${answer.status}`;
  const said = answer.text.trim() === '' ? '' : `: ${shorten(answer.text.trim())}`;
  throw new StateError(`the plan's state.${which}, ${commandInWords(command)}, ${how}${said}`);
}

function storesOf({ stores, group }: CellContext): Stores {
  return new Map([...stores].filter(([key]) => key.startsWith(`${group.name}/`)));
}
