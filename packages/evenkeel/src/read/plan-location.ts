/** Where the plan lies, and how its relative paths are made absolute. */
export interface PlanLocation {
  readonly dir: string;
  resolve(path: string): string;
}
