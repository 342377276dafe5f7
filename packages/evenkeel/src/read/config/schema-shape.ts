import { type ConfigSchema, groupOf, type OptionId, pathOf } from '../../model/config-schema.ts';
import type { SchemaShape } from './data-tree.ts';

const keyOf = ({ group, name }: OptionId): string => `${group}\0${name}`;

/** What schemas say of the shape of a file, by present and by former names. */
export function shapeOf(schemas: readonly ConfigSchema[]): SchemaShape {
  const options = new Set<string>();
  const groups = new Set<string>();
  for (const { id, aliases } of schemas.flatMap((schema) => schema.options))
    for (const each of [id, ...aliases]) {
      options.add(keyOf(each));
      if (groups.has(each.group)) continue;
      const path = pathOf(each.group);
      for (const [index] of path.entries()) groups.add(groupOf(path.slice(0, index + 1)));
    }
  return { isOption: (id) => options.has(keyOf(id)), isGroup: (group) => groups.has(group) };
}
