import pg from 'pg';

const { DATABASE_URL } = process.env;
if (!DATABASE_URL) throw new Error('Set DATABASE_URL to the address of a Postgres database.');

export const database = new pg.Pool({ connectionString: DATABASE_URL, max: 5 });

// A connection that breaks while nobody uses it is replaced with the next query.
database.on('error', (error) => console.error('A database connection broke:', error.message));

/** The newest entries, at most fifty. */
export async function newestEntries() {
  const { rows } = await database.query('SELECT author, message, at FROM entries ORDER BY id DESC LIMIT 50');
  return rows;
}

export const addEntry = (author, message) =>
  database.query('INSERT INTO entries (author, message) VALUES ($1, $2)', [author, message]);
