import type { ConfigSchema } from '../../model/config-schema.ts';
import type { Issue } from '../../model/issue.ts';
import { readJsonSchema } from './json-schema.ts';
import { readJsonTree } from './json-tree.ts';
import { isOsloSchema, readOsloSchema } from './oslo-schema.ts';

const MAX_BYTES = 64 * 1024 * 1024;

/** Reads a configuration schema: oslo.config's machine-readable form, or a JSON Schema. */
export function readConfigSchema(
  file: string,
  text: string,
): ConfigSchema | { readonly issues: readonly Issue[] } {
  if (text.length > MAX_BYTES)
    return { issues: [{ file, line: 1, column: 1, message: `larger than ${MAX_BYTES} bytes` }] };
  const tree = readJsonTree(file, text);
  if ('issues' in tree) return tree;
  return isOsloSchema(tree) ? readOsloSchema(file, tree) : readJsonSchema(file, tree);
}
