import { ENFA } from 'refa';
import { OPTIONS } from './alphabet.ts';

type Node = ENFA.Node;
type Factory = { createNode(): Node };

/**
 * The parts one after another, `min` to `max` times a part, or one of them: K. Thompson, "Regular Expression Search
 * Algorithm" (1968). refa 0.12.1 has this too, but loses words when a part is empty or its first state is entered again.
 */
export function concatenate(parts: readonly ENFA[], factory: Factory): ENFA {
  const builder = new ENFA.Builder(factory);
  let last = builder.initial;
  for (const part of parts) last = after(last, part, factory);
  last.link(builder.final, null);
  return ENFA.fromBuilder(builder, OPTIONS);
}

/** One of the parts; of no parts, nothing. */
export function alternate(parts: readonly ENFA[], factory: Factory): ENFA {
  const builder = new ENFA.Builder(factory);
  for (const part of parts) after(builder.initial, part, factory).link(builder.final, null);
  return ENFA.fromBuilder(builder, OPTIONS);
}

/** A part again and again. */
export function repeatedly(body: ENFA, min: number, max: number, factory: Factory): ENFA {
  const builder = new ENFA.Builder(factory);
  let last = builder.initial;
  for (let count = 0; count < min; count += 1) last = after(last, body, factory);
  if (max === Number.POSITIVE_INFINITY) {
    const hub = factory.createNode();
    last.link(hub, null);
    after(hub, body, factory).link(hub, null);
    last = hub;
  }
  for (let count = min; count < max && max !== Number.POSITIVE_INFINITY; count += 1) {
    const next = after(last, body, factory);
    last.link(builder.final, null);
    last = next;
  }
  last.link(builder.final, null);
  return ENFA.fromBuilder(builder, OPTIONS);
}

/** Puts a copy of a part behind a state. @returns a new state behind the part */
function after(state: Node, part: ENFA, factory: Factory): Node {
  const copies = new Map<Node, Node>();
  const copyOf = (node: Node): Node => {
    const copy = copies.get(node) ?? factory.createNode();
    copies.set(node, copy);
    return copy;
  };
  state.link(copyOf(part.initial), null);
  // a map is walked in the order of insertion, what is added on the way too
  for (const [node, copy] of copies) for (const [to, via] of node.out) copy.link(copyOf(to), via);
  const end = factory.createNode();
  copyOf(part.final).link(end, null);
  return end;
}
