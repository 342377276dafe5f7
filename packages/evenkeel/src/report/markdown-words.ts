import { printable } from '../model/printable.ts';

/** A text that means nothing to Markdown or HTML, in one line. */
export const inMarkdown = (text: string): string => inHtml(text).replace(/[\\`*_~[\]|#!]/g, '\\$&');

/** A text that means nothing to HTML, in one line. A zero-width space takes the power to call people from `@`. */
export const inHtml = (text: string): string =>
  printable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('@', '@\u200b');
