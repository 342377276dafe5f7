import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type ParsedNode,
  type Scalar,
  type YAMLMap,
} from 'yaml';
import type { Issue } from '../../model/issue.ts';
import type { SettingValue } from '../../model/operator-file.ts';
import { aliasTargets } from '../yaml-bounds.ts';
import { openYaml } from '../yaml-document.ts';
import { type DataMapping, type DataMember, type DataNode, jsonOf } from './data-tree.ts';

/** Aliases multiply what a file says: this many values are taken. */
const MOST_VALUES = 50_000;
/** What the versions 1.1 and 1.2 of YAML, and so the programs that read it, take for values of different types. */
const VERSION_DEPENDENT =
  /^(?:y|yes|n|no|on|off|[-+]?\d[\d_,]*(?::\d+)*(?:\.[\d_]*)?|\d{4}-\d\d?-\d\d?(?:[Tt ].*)?)$/i;

export type YamlPair = Pair<ParsedNode, ParsedNode | null>;

/** A YAML file: what it says, and the nodes with their places. */
export interface YamlFile {
  readonly text: string;
  readonly document: Document.Parsed;
  readonly root: DataMapping;
}

/** Reads YAML, aliases and merge keys resolved. @returns the file, or where it is wrong */
export function readYamlFile(file: string, text: string): YamlFile | { readonly issues: readonly Issue[] } {
  const opened = openYaml(file, text, 'other');
  if (Array.isArray(opened)) return { issues: opened };
  const { document, place } = opened;
  const walk = new Walk(document, (offset) => ({ file, ...place(offset) }));
  const node = document.contents === null ? EMPTY : walk.node(document.contents);
  const [first] = walk.issues;
  if (first !== undefined) return { issues: [first] };
  if (node.kind === 'mapping') return { text, document, root: node };
  if (jsonOf(node) === null) return { text, document, root: EMPTY };
  return {
    issues: [{ file, line: 1, column: 1, message: 'the file should be a mapping of names to values' }],
  };
}

const EMPTY: DataMapping = { kind: 'mapping', members: [] };

/** A merge key, by which the members of other mappings are taken over. */
export const isMergeKey = (key: ParsedNode): boolean =>
  isScalar(key) && key.value === '<<' && key.type === 'PLAIN';

class Walk {
  readonly issues: Issue[] = [];
  private left = MOST_VALUES;
  private readonly targets: ReadonlyMap<Alias, Node>;
  private readonly placeAt: (offset: number) => DataMember['place'];

  constructor(document: Document.Parsed, placeAt: Walk['placeAt']) {
    this.targets = aliasTargets(document);
    this.placeAt = placeAt;
  }

  node(node: ParsedNode | null): DataNode {
    this.left -= 1;
    if (this.left === 0)
      this.refuse(node, `more than ${MOST_VALUES} values, aliases taken out: that is too much`);
    if (this.left <= 0 || node === null) return { kind: 'value', value: { kind: 'json', json: null } };
    const real = this.resolved(node);
    if (isMap(real)) return this.mapping(real as YAMLMap.Parsed);
    if (isSeq(real)) {
      const items = (real.items as (ParsedNode | null)[]).map((item) => jsonOf(this.node(item)));
      return { kind: 'value', value: { kind: 'json', json: items } };
    }
    return { kind: 'value', value: isScalar(real) ? scalarValue(real) : { kind: 'json', json: null } };
  }

  private mapping(map: YAMLMap.Parsed): DataMapping {
    const own = new Map<string, DataMember>();
    const merged = new Map<string, DataMember>();
    for (const { key, value } of map.items as YamlPair[]) {
      if (isMergeKey(key)) this.merge(value, merged);
      else if (!isScalar(key)) this.refuse(key, 'a key should be a plain name');
      else own.set(String(key.value), this.member(key, value));
    }
    const more = [...merged.values()].filter(({ key }) => !own.has(key));
    return { kind: 'mapping', members: [...own.values(), ...more] };
  }

  private member(key: Scalar.Parsed, value: ParsedNode | null): DataMember {
    return { key: String(key.value), place: this.placeAt(key.range[0]), node: this.node(value) };
  }

  /** Of what is merged, the first counts. */
  private merge(value: ParsedNode | null, into: Map<string, DataMember>): void {
    const real = this.resolved(value);
    const maps = isSeq(real) ? (real.items as ParsedNode[]).map((item) => this.resolved(item)) : [real];
    for (const map of maps) {
      if (!isMap(map)) this.refuse(value, 'a merge key (<<) takes a mapping, or a list of mappings');
      else
        for (const member of this.mapping(map as YAMLMap.Parsed).members)
          if (!into.has(member.key)) into.set(member.key, member);
    }
  }

  private resolved(node: ParsedNode | null): ParsedNode | null {
    return isAlias(node) ? ((this.targets.get(node) as ParsedNode | undefined) ?? null) : node;
  }

  private refuse(node: ParsedNode | null, message: string): void {
    this.issues.push({ ...this.placeAt(node?.range[0] ?? 0), message });
  }
}

function scalarValue({ value, type, source = '', tag }: Scalar.Parsed): SettingValue {
  const isPlain = type === 'PLAIN' && (tag === undefined || tag.startsWith('tag:yaml.org,2002:'));
  if (tag?.startsWith('!') === true) return { kind: 'other', text: source };
  if (isPlain && typeof value === 'string' && VERSION_DEPENDENT.test(source))
    return { kind: 'other', text: source };
  if (typeof value === 'bigint') return { kind: 'json', json: Number(value) };
  return { kind: 'json', json: value ?? null };
}
