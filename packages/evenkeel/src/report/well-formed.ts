/** A text in which halves of surrogate pairs are replaced: XML and URIs know none. */
export const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, '\ufffd');
