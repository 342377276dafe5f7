// create.mjs URL TITLE: makes one post and saves its id twice, as it stands in a path and as JSON.
// The latter tells the number 2 from the string "2".
import { appendFileSync } from 'node:fs';

const [url, title] = process.argv.slice(2);
const answer = await fetch(`${url}/posts`, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ title, views: 200 }),
});
const text = await answer.text();
console.log(`POST ${url}/posts: ${answer.status} ${text}`);
if (answer.status !== 201) process.exit(1);
const { id } = JSON.parse(text);
appendFileSync(process.env.EVENKEEL_OUTPUT, `path=${id}\nid=${JSON.stringify(id)}\n`);
