import type { Part } from './plan.ts';

/**
 * Failures that look alike: the same kind of step says the same but for numbers and what was made. One of them is looked
 * into for all. @param kind the failing step's
 */
export function failureSignature(part: Part, kind: string, message: string): string {
  return `${part} ${kind} ${message.replace(/\d+/g, '#').slice(0, 300)}`;
}
