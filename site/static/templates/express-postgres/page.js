const signs = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const safe = (text) => String(text).replace(/[&<>"']/g, (sign) => signs[sign]);

const item = ({ author, message, at }) => `
      <li>
        <p>${safe(message)}</p>
        <p class="by">${safe(author)}, <time datetime="${at.toISOString()}">${at.toDateString()}</time></p>
      </li>`;

/** The page with these entries; what visitors wrote is escaped. */
export const page = (entries) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>Guest book</title>
    <link rel="stylesheet" href="/style.css">
  </head>
  <body>
    <h1>Guest book</h1>
    <form method="post" action="/entries">
      <label>Name <input name="author" maxlength="60" required></label>
      <label>Message <textarea name="message" maxlength="500" rows="3" required></textarea></label>
      <button>Sign</button>
    </form>
    <ul>${entries.map(item).join('') || '\n      <li>Nobody has signed yet.</li>'}
    </ul>
  </body>
</html>
`;
