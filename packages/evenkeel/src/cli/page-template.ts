import { readFileSync } from 'node:fs';

/** The page of the HTML report, without data, as it was built. */
export const pageTemplate = (): string => readFileSync(new URL('page/index.html', import.meta.url), 'utf8');
