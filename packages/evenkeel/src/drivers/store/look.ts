import { statSync } from 'node:fs';

/** What lies at a path; `other` is a pipe, a device or a socket: to read one may never end. */
export type Kind = 'file' | 'folder' | 'other' | 'none';

/** What lies at a path, links followed, or in words why that cannot be told: a loop of links, a folder that is closed. */
export function lookAt(path: string): Kind | { readonly why: string } {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return 'none';
    if (stats.isDirectory()) return 'folder';
    return stats.isFile() ? 'file' : 'other';
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error) };
  }
}

/** Whether a path is that of a folder; not when that cannot be told. */
export const isFolder = (path: string): boolean => lookAt(path) === 'folder';
