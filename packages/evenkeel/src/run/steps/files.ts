import { given } from '../../model/given.ts';
import type { FileVariant, VariantName } from '../../model/plan.ts';
import { MissingValueError, renderTemplate, type Values } from '../../model/template.ts';
import type { CellContext } from '../cell-context.ts';
import type { Endpoint } from '../stack.ts';
import { pathOfFile, valuesFor } from '../values.ts';

/** Lays a variant of files where the software reads them; an absent variant is no file. */
export async function layFiles(context: CellContext, entries: readonly FileVariant[]): Promise<void> {
  for (const { file: name, variant } of entries) {
    for (const copy of copiesOf(context, name)) await layCopy(context, name, variant, copy);
    if (context.watched.has(name)) context.watched.set(name, await fingerprintOf(context, name));
  }
}

async function layCopy(
  { model, stack, drivers }: CellContext,
  name: string,
  variant: VariantName,
  { path, instance }: Copy,
): Promise<void> {
  const file = model.files.find((entry) => entry.name === name);
  const from = variant === 'union' ? file?.union : file?.from[variant];
  if (from === undefined) return drivers.files.removeFolder(path);
  // a union is of filters, which hold no placeholders
  if (variant === 'union' || file?.render !== true) return drivers.files.lay(from, path);
  const values = valuesFor(model, stack, { release: model.releases[variant], ...given({ instance }) });
  return drivers.files.lay(from, path, (text) => renderFile(name, text, values));
}

function renderFile(name: string, text: string, values: Values): string {
  try {
    return renderTemplate(text, values);
  } catch (error) {
    if (error instanceof MissingValueError) throw new MissingValueError(error.placeholder, `file ${name}`);
    throw error;
  }
}

/** Begins to watch files: from now on whoever changes them is found out. */
export async function watchFiles(context: CellContext, names: readonly string[]): Promise<void> {
  for (const name of names) context.watched.set(name, await fingerprintOf(context, name));
}

/** Journals every watched file that was written since the last look, by anybody but the plan. */
export async function reportWrittenFiles(context: CellContext): Promise<void> {
  for (const [name, before] of context.watched) {
    const now = await fingerprintOf(context, name);
    if (now === before) continue;
    context.watched.set(name, now);
    const how = `contents, owner, mode or times of ${name} changed`;
    context.emit({
      type: 'frozen-file-written',
      run: context.run.id,
      part: context.phase.part,
      file: name,
      how,
    });
  }
}

async function fingerprintOf(context: CellContext, name: string): Promise<string> {
  const prints = await Promise.all(
    copiesOf(context, name).map(({ path }) => context.drivers.files.fingerprint(path)),
  );
  return prints.join('\n');
}

interface Copy {
  readonly path: string;
  /** Whose it is, when each has its own. */
  readonly instance?: Endpoint;
}

function copiesOf(context: CellContext, name: string): Copy[] {
  const file = context.model.files.find((entry) => entry.name === name);
  const instances = context.stack.instances.filter((instance) => instance.service.name === file?.each);
  const owners: (Endpoint | undefined)[] = file?.each === undefined ? [undefined] : instances;
  return owners.flatMap((instance) => {
    const path = pathOfFile(context.model, context.stack, name, instance);
    if (path === undefined) return [];
    return instance === undefined ? [{ path }] : [{ path, instance }];
  });
}
