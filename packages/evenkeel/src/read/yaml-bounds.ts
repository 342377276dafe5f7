import { type Alias, type Document, isAlias, isCollection, isMap, isScalar, type Node, visit } from 'yaml';

/** Something in a document that must not be there, and at which offset. */
export interface NodeFault {
  readonly offset: number;
  readonly message: string;
}

const MOST_NODES = 20_000;
const MOST_DEPTH = 40;
const MOST_FAULTS = 50;

/** What each alias stands for: the last node before it with its anchor. In one walk, however many there are. */
export function aliasTargets(document: Document.Parsed): ReadonlyMap<Alias, Node> {
  const [anchors, targets] = [new Map<string, Node>(), new Map<Alias, Node>()];
  visit(document, {
    Alias: (_, alias) => {
      const found = anchors.get(alias.source);
      if (found !== undefined) targets.set(alias, found);
    },
    Value: (_, node) => {
      if (node.anchor !== undefined) anchors.set(node.anchor, node);
    },
  });
  return targets;
}

/**
 * Looks at every node once: repeated keys, aliases that lead nowhere or to themselves, and what is too deep or too much
 * to be a plan. In linear time, whatever the document.
 */
export function findNodeFaults(document: Document.Parsed): NodeFault[] {
  const visit = new NodeVisit(document);
  visit.enter(document.contents, []);
  return visit.faults;
}

class NodeVisit {
  readonly faults: NodeFault[] = [];
  private readonly seen = new Set<Node>();
  private readonly targets: ReadonlyMap<Alias, Node>;

  constructor(document: Document.Parsed) {
    this.targets = aliasTargets(document);
  }

  enter(node: Node | null, ancestors: readonly Node[]): void {
    if (node === null || this.faults.length >= MOST_FAULTS) return;
    const real = isAlias(node) ? this.resolve(node) : node;
    if (real === undefined) return;
    if (ancestors.length > MOST_DEPTH || ancestors.includes(real)) {
      this.report(node, 'nested too deeply, or refers to itself');
    } else if (!this.seen.has(real)) {
      this.seen.add(real);
      if (this.seen.size === MOST_NODES)
        this.report(node, `more than ${MOST_NODES} values: that is too much`);
      if (this.seen.size < MOST_NODES) this.enterItems(real, [...ancestors, real]);
    }
  }

  private enterItems(node: Node, ancestors: readonly Node[]): void {
    if (!isCollection(node)) return;
    if (isMap(node)) this.findRepeatedKeys(node.items as readonly Pair[]);
    for (const item of node.items)
      this.enter(isMap(node) ? (item as Pair).value : (item as Node | null), ancestors);
  }

  private resolve(alias: Alias): Node | undefined {
    const found = this.targets.get(alias);
    if (found === undefined) this.report(alias, `*${alias.source} refers to nothing that stands before it`);
    return found;
  }

  private findRepeatedKeys(pairs: readonly Pair[]): void {
    const keys = new Set<string>();
    for (const { key } of pairs) {
      if (!isScalar(key)) continue;
      const name = String(key.value);
      if (keys.has(name)) this.report(key, `the key "${name}" stands here twice`);
      keys.add(name);
    }
  }

  private report(node: Node, message: string): void {
    this.faults.push({ offset: node.range?.[0] ?? 0, message });
  }
}

interface Pair {
  readonly key: unknown;
  readonly value: Node | null;
}
