/** The formats in which findings are printed. */
export const FINDINGS_FORMATS = ['text', 'json', 'sarif', 'junit', 'markdown'] as const;
export type FindingsFormat = (typeof FINDINGS_FORMATS)[number];
