// A schema step of the stack: migrate.mjs create|expand|migrate|contract; DATABASE_URL.
import pg from 'pg';

/** `customer` becomes `buyer`; while both are there, each is filled from the other. */
const STEPS = {
  create: `
    create table orders (id text primary key, customer text, state text default 'new');
    create table bills (id text primary key, customer text)`,
  expand: `
    alter table orders add column buyer text;
    alter table bills add column buyer text;
    create function keep_both() returns trigger language plpgsql as $$ begin
      new.buyer := coalesce(new.buyer, new.customer);
      new.customer := coalesce(new.customer, new.buyer);
      return new;
    end $$;
    create trigger keep_both before insert or update on orders for each row execute function keep_both();
    create trigger keep_both before insert or update on bills for each row execute function keep_both()`,
  migrate: `
    update orders set buyer = customer where buyer is null;
    update bills set buyer = customer where buyer is null`,
  contract: `
    drop function keep_both cascade;
    alter table orders drop column customer;
    alter table bills drop column customer`,
};

const database = new pg.Client({ connectionString: process.env.DATABASE_URL });
await database.connect();
await database.query(STEPS[process.argv[2]]);
await database.end();
