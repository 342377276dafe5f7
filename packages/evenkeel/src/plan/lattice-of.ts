import {
  FILES_ELEMENT,
  type Lattice,
  type LatticeElement,
  orderOfSteps,
  type Precedence,
  schemaElement,
  UNION_ELEMENT,
} from '../model/lattice.ts';
import type { Migration } from '../model/upgrade-model.ts';
import type { Walk } from './walk.ts';

/** What moves in a rolling walk, and in which orders: in a control only services do. */
export function latticeOf(walk: Walk): Lattice {
  const { model, options } = walk;
  const services = model.services.map(({ name, instances }) => ({ id: name, count: instances.rolling }));
  const migrations = options.to === 'base' ? [] : model.migrations;
  const files = fileMoves(walk).map((id) => ({ id, count: 1 }));
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

/** How files move on their own: at once, or privilege filters first to the union of both releases'. */
function fileMoves(walk: Walk): string[] {
  const { column } = walk.options;
  if (column === 'frozen' || column === 'together' || walk.movingFiles().length === 0) return [];
  return column === 'union' && walk.movingFilters().length > 0
    ? [UNION_ELEMENT, FILES_ELEMENT]
    : [FILES_ELEMENT];
}

const isAbout = ({ first, second }: Precedence, elements: readonly LatticeElement[]): boolean =>
  [first, second].every((id) => elements.some((element) => element.id === id));

/**
 * The files column: target's files come under base's code before anything else, or after all code, before late schema
 * steps. The union of filters comes before anything else too, and goes as target's files come.
 */
function placeOfFiles({ model, options }: Walk, migrations: readonly Migration[]): Precedence[] {
  const services = model.services.map(({ name }) => name);
  const late = migrations
    .filter(({ rolling }) => rolling === 'after')
    .map(({ stage }) => schemaElement(stage));
  const every = [...services, ...migrations.map(({ stage }) => schemaElement(stage))];
  if (options.column === 'before') return every.map((id) => ({ first: FILES_ELEMENT, second: id }));
  return [
    ...[...every, FILES_ELEMENT].map((id) => ({ first: UNION_ELEMENT, second: id })),
    ...services.map((id) => ({ first: id, second: FILES_ELEMENT })),
    ...late.map((id) => ({ first: FILES_ELEMENT, second: id })),
  ];
}
