/** How a file that the package ships differs between the releases, as a unified diff without its header. */
export interface FilePatch {
  /** Each begins with a space, `-`, `+`, `@` or `\\`. */
  readonly lines: readonly string[];
  /** How many lines there are besides. */
  readonly more: number;
}
