import pc from 'picocolors';
import type { VerdictName } from '../model/verdict.ts';

/** Colours for words; each word says the same without its colour. */
export interface Paint {
  verdict(name: VerdictName, text: string): string;
  bold(text: string): string;
  dim(text: string): string;
}

/** Text as it is, for files and pipes. */
export const plain: Paint = { verdict: (_, text) => text, bold: (text) => text, dim: (text) => text };

/** Colours for a terminal. */
export function colourful(): Paint {
  const colours = pc.createColors(true);
  const byVerdict: Record<VerdictName, (text: string) => string> = {
    painless: colours.green,
    warns: colours.yellow,
    exception: colours.yellow,
    broken: colours.red,
    inconclusive: colours.magenta,
  };
  return { verdict: (name, text) => byVerdict[name](text), bold: colours.bold, dim: colours.dim };
}
