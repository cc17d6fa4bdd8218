import express from 'express';
import { addEntry, database, newestEntries } from './database.js';
import { page } from './page.js';

const app = express();
app.use(express.static('public'));
app.use(express.urlencoded({ extended: false, limit: '8kb' }));

app.get('/', async (_request, response) => {
  response.send(page(await newestEntries()));
});

app.post('/entries', async (request, response) => {
  const author = String(request.body?.author ?? '').trim().slice(0, 60);
  const message = String(request.body?.message ?? '').trim().slice(0, 500);
  if (author && message) await addEntry(author, message);
  response.redirect(303, '/');
});

app.get('/healthz', async (_request, response) => {
  await database.query('SELECT 1');
  response.type('text').send('well\n');
});

const server = app.listen(process.env.PORT || 3000, () => console.log(`Listening on ${server.address().port}`));

process.once('SIGTERM', () => server.close(() => database.end()));
