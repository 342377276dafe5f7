/** Whether a text is a day of the calendar, as `2025-04-02`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  // the thirty-first of April may be taken for the first of May
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
