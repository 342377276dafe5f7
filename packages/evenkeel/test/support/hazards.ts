/** Lists of lists by aliases: a few hundred characters that unfold into `width` to the power of `depth` texts. */
export function aliasBomb(depth: number, width: number): string {
  const lines = Array.from({ length: depth }, (_, level) => {
    const inner = level === 0 ? 'x' : `*a${level - 1}`;
    return `a${level}: &a${level} [${Array.from({ length: width }, () => inner).join(', ')}]`;
  });
  return `${lines.join('\n')}\n`;
}
