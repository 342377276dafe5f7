/**
 * Files that undo a migration do not run in an upgrade: `x.down.sql` (golang-migrate, sqlx), `down.sql` (diesel),
 * `U1__x.sql` (Flyway's undo migrations).
 */
export function isUndoFile(name: string): boolean {
  const file = name.slice(name.lastIndexOf('/') + 1);
  return /(^|\.)down\.sql$/i.test(file) || /^U[\d._]+__/.test(file);
}

const PART = /^[ \t]*--[ \t]*(?:\+goose|migrate:)[ \t]*(up|down)\b/gim;

/**
 * The text with what undoes it made blank, so that places stay right: goose and dbmate write both ways into
 * one file, below `-- +goose Up` and `-- +goose Down`, or `-- migrate:up` and `-- migrate:down`.
 */
export function withoutUndoParts(text: string): string {
  const marks = [...text.matchAll(PART)].map((mark) => ({
    at: mark.index,
    down: mark[1]?.toLowerCase() === 'down',
  }));
  if (!marks.some(({ down }) => down)) return text;
  const parts = marks.map(({ at, down }, index) => {
    const part = text.slice(at, marks[index + 1]?.at);
    return down ? part.replace(/[^\r\n]/g, ' ') : part;
  });
  return text.slice(0, marks[0]?.at) + parts.join('');
}
