/** The two ends of an upgrade. */
export type ReleaseName = 'base' | 'target';

/** One release of the software, as the plan names it. */
export interface Release {
  readonly name: ReleaseName;
  /** What a running instance reports as its version, e.g. `4.19.5`. */
  readonly label: string;
  /** An exact Node version to run this release's services with; absent: the one that runs evenkeel. */
  readonly node?: string;
  /** Words of the plan's own, for install and start lines. */
  readonly vars: Readonly<Record<string, string>>;
}

/** A value that may differ between the releases. */
export interface PerRelease<T> {
  readonly base: T;
  readonly target: T;
}
