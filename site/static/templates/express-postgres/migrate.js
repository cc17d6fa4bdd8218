// Runs the files of migrations/ that this database has not seen, in order, each in a transaction of its own.
import { readdir, readFile } from 'node:fs/promises';
import { database } from './database.js';

const client = await database.connect();
try {
  await client.query('SELECT pg_advisory_lock(7203)');
  await client.query('CREATE TABLE IF NOT EXISTS migrations (name text PRIMARY KEY)');
  const { rows } = await client.query('SELECT name FROM migrations');
  const done = new Set(rows.map((row) => row.name));
  for (const name of (await readdir('migrations')).sort()) {
    if (done.has(name)) continue;
    await client.query('BEGIN');
    await client.query(await readFile(`migrations/${name}`, 'utf8'));
    await client.query('INSERT INTO migrations (name) VALUES ($1)', [name]);
    await client.query('COMMIT');
    console.log(`Applied ${name}`);
  }
} finally {
  client.release(true);
  await database.end();
}
