import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig, type Plugin } from 'vite';
import { viteSingleFile } from 'vite-plugin-singlefile';

const INLINE = /<(script|style)\b([^>]*)>([\s\S]*?)<\/\1>/g;

/** The page may run the script and the style that are built into it, and do nothing else: no network, no frames, no forms. */
function contentSecurityPolicy(): Plugin {
  return {
    name: 'content-security-policy',
    writeBundle({ dir = '' }) {
      const file = join(dir, 'index.html');
      writeFileSync(file, withPolicy(readFileSync(file, 'utf8')));
    },
  };
}

function withPolicy(html: string): string {
  const hashes = (tag: string): string[] =>
    [...html.matchAll(INLINE)]
      .filter(([, name, attributes]) => name === tag && !attributes?.includes('application/json'))
      .map(([, , , text = '']) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`);
  const policy = [
    "default-src 'none'",
    `script-src ${hashes('script').join(' ')}`,
    `style-src ${hashes('style').join(' ')}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return html.replace(
    '<meta charset="utf-8" />',
    (meta) => `${meta}\n    <meta http-equiv="Content-Security-Policy" content="${policy}" />`,
  );
}

/** Builds the page of the HTML report into one file, dist/page/index.html; see page/. */
export default defineConfig({
  root: 'page',
  logLevel: 'warn',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [viteSingleFile({ useRecommendedBuildConfig: true }), contentSecurityPolicy()],
  build: { outDir: '../dist/page', emptyOutDir: true, target: 'es2022', modulePreload: false },
});
