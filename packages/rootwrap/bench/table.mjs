const say = (text) => process.stdout.write(`${text}\n`);

function median(numbers) {
  const sorted = numbers.toSorted((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * Medians in milliseconds.
 * @param taken of each variant, a list of measurements, each a list of seconds and perhaps an exit code
 * @param columns what the measurements are of
 */
export function summaryOf(taken, columns) {
  return Object.entries(taken).map(([name, measurements]) => {
    const failed = measurements.find((each) => each.length > columns.length && each.at(-1) !== 0);
    if (failed !== undefined) throw new Error(`${name}: ended with ${failed.at(-1)}`);
    const medians = columns.map((column, index) => [
      column,
      median(measurements.map((each) => each[index])) * 1000,
    ]);
    return { name, ...Object.fromEntries(medians) };
  });
}

/** A table of the medians and of their ratios to those of `base`, if it was measured. */
export function print(title, rows, base) {
  const columns = Object.keys(rows[0]).filter((column) => column !== 'name');
  const reference = rows.find(({ name }) => name === base);
  const heads = columns.flatMap((column) => [`${column} ms`, reference ? `÷ ${base}` : '']);
  say(`\n${title.padEnd(32)}${heads.map((head) => head.padStart(16)).join('')}`);
  for (const row of rows) {
    const cells = columns.flatMap((column) => [
      row[column].toFixed(2),
      reference ? (row[column] / reference[column]).toFixed(2) : '',
    ]);
    say(`  ${row.name.padEnd(30)}${cells.map((cell) => cell.padStart(16)).join('')}`);
  }
}

/** Says whether an aim is met. */
export function aim(title, rows, name, base, column, most) {
  const [ours, theirs] = [name, base].map((wanted) => rows.find((row) => row.name === wanted)?.[column]);
  if (ours === undefined || theirs === undefined)
    return say(`  aim: ${title} ≤ ${most} × ${base}: not measured`);
  const ratio = ours / theirs;
  say(`  aim: ${title} ≤ ${most} × ${base}: ${ratio.toFixed(2)}, ${ratio <= most ? 'met' : 'NOT met'}`);
}
