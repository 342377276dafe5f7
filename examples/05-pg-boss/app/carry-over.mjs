// The manual step of notes/pg-boss-10.md: run it with pg-boss 10 installed, while no instance runs.
// It may be run again: what was carried over before is left as it is.
import pg from 'pg';
import PgBoss from 'pg-boss';

const connectionString = process.env.DATABASE_URL;
const client = new pg.Client({ connectionString });
await client.connect();

// Version 9's schema is 20. It makes way under another name, and is kept.
await client.query(`
  do $$ begin
    if to_regnamespace('pgboss_v9') is null and (select version from pgboss.version) = 20 then
      alter schema pgboss rename to pgboss_v9;
    end if;
  end $$`);

const boss = new PgBoss({ connectionString, supervise: false, schedule: false });
boss.on('error', (error) => {
  throw error;
});
await boss.start();

// pg-boss keeps its own chores in queues too; version 10 makes its own.
const own = `not starts_with(name, '__pgboss__') and not starts_with(name, '__state__')`;
const { rows: queues } = await client.query(
  `select name from pgboss_v9.job where ${own}
   union select name from pgboss_v9.schedule union select name from pgboss_v9.subscription`,
);
for (const { name } of queues) await boss.createQueue(name);

// Nothing runs now, so an active job was cut short: it is tried again. "expired" is now called "failed".
// A job that failed no longer holds its singleton slot in version 9, but would in 10.
const { rowCount } = await client.query(`
  insert into pgboss.job (
    id, name, priority, data, retry_limit, retry_count, retry_delay, retry_backoff, start_after, started_on,
    singleton_key, singleton_on, expire_in, created_on, completed_on, keep_until, output, policy, state)
  select
    id, name, priority, data, retrylimit, retrycount, retrydelay, retrybackoff, startafter, startedon,
    singletonkey, case when state < 'expired' then singletonon end, expirein, createdon, completedon, keepuntil, output, 'standard',
    (case state::text when 'active' then 'retry' when 'expired' then 'failed' else state::text end)::pgboss.job_state
  from pgboss_v9.job where ${own}
  on conflict (name, id) do nothing`);
await client.query('insert into pgboss.schedule select * from pgboss_v9.schedule on conflict do nothing');
await client.query(
  'insert into pgboss.subscription select * from pgboss_v9.subscription on conflict do nothing',
);
console.log(`${rowCount} jobs in ${queues.length} queues carried over`);

await boss.stop({ graceful: false });
await client.end();
