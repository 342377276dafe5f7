// Reads SQL statements, one a line, and answers each with its number of rows, so that a shell script need not start a
// client for every statement.
import { createInterface } from 'node:readline';
import pg from 'pg';

const [connectionString] = process.argv.slice(2);
for await (const statement of createInterface({ input: process.stdin })) {
  const client = new pg.Client({ connectionString });
  try {
    await client.connect();
    const { rowCount } = await client.query(statement);
    process.stdout.write(`${rowCount}\n`);
  } catch (error) {
    process.stdout.write(`error: ${error.message}\n`);
  } finally {
    await client.end().catch(() => undefined);
  }
}
