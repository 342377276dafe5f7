import {
  FILES_ELEMENT,
  type Lattice,
  type LatticeElement,
  orderOfSteps,
  type Precedence,
  schemaElement,
} from '../model/lattice.ts';
import type { Migration } from '../model/upgrade-model.ts';
import type { Walk } from './walk.ts';

/** What moves in a rolling walk, and in which orders: in a control only services do. */
export function latticeOf(walk: Walk): Lattice {
  const { model, options } = walk;
  const services = model.services.map(({ name, instances }) => ({ id: name, count: instances.rolling }));
  const migrations = options.to === 'base' ? [] : model.migrations;
  const files = filesMove(walk) ? [{ id: FILES_ELEMENT, count: 1 }] : [];
  const steps = migrations.map(({ stage }) => ({ id: schemaElement(stage), count: 1 }));
  const elements = [...services, ...steps, ...files];
  const order = [
    ...model.order,
    ...orderOfSteps(
      migrations,
      services.map(({ id }) => id),
    ),
    ...(files.length > 0 ? placeOfFiles(walk, migrations) : []),
  ];
  return { elements, order: order.filter((rule) => isAbout(rule, elements)) };
}

function filesMove(walk: Walk): boolean {
  const { column } = walk.options;
  return (column === 'before' || column === 'after') && walk.movingFiles().length > 0;
}

const isAbout = ({ first, second }: Precedence, elements: readonly LatticeElement[]): boolean =>
  [first, second].every((id) => elements.some((element) => element.id === id));

/** The files column: target's files come under base's code before anything else, or after all code, before late schema steps. */
function placeOfFiles({ model, options }: Walk, migrations: readonly Migration[]): Precedence[] {
  const services = model.services.map(({ name }) => name);
  const late = migrations
    .filter(({ rolling }) => rolling === 'after')
    .map(({ stage }) => schemaElement(stage));
  const every = [...services, ...migrations.map(({ stage }) => schemaElement(stage))];
  if (options.column === 'before') return every.map((id) => ({ first: FILES_ELEMENT, second: id }));
  return [
    ...services.map((id) => ({ first: id, second: FILES_ELEMENT })),
    ...late.map((id) => ({ first: FILES_ELEMENT, second: id })),
  ];
}
