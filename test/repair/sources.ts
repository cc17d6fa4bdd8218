import type { Artifact, Patch } from '../../workers/domain/artifact.ts';

/** Files of small repositories, for cases of builds and starts to break in one place. */

/** An npm lock file for a site with these dependencies and the packages that it settles on. */
export const npmLock = (dependencies: Record<string, string>, packages: Record<string, object>): string =>
  `${JSON.stringify(
    {
      name: 'site',
      version: '1.0.0',
      lockfileVersion: 3,
      requires: true,
      packages: { '': { name: 'site', version: '1.0.0', dependencies }, ...packages }
    },
    null,
    2
  )}\n`;

/** The server of `nodeSite`, with lines that run before it listens. */
export const serverAfter = (...before: string[]): string =>
  `${before.join('\n')}
import { createServer } from 'node:http';
createServer((request, response) => response.end('ok')).listen(process.env.PORT ?? 3000);
`;

/** A Flask site that gunicorn serves, with further lines of its requirements and imports that are read as it starts. */
export const flaskSite = (requirements: string[], imports: string[], files: Record<string, string> = {}) => ({
  Procfile: 'web: gunicorn app:app --bind 0.0.0.0:$PORT\n',
  'requirements.txt': `${['flask==3.1.1', 'gunicorn==23.0.0', ...requirements].join('\n')}\n`,
  'app.py': `${['from flask import Flask', ...imports].join('\n')}

app = Flask(__name__)


@app.get("/")
def home():
    return "ok"
`,
  ...files
});

/** A web server in Go; `greeting` is Go text that defines the function of that name, `imports` what it needs. */
export const goSite = (greeting: string, imports: string[] = [], module = 'go 1.24\n') => ({
  'go.mod': `module site\n\n${module}`,
  'main.go': `package main

import (
${['net/http', 'os', ...imports].map((name) => `\t"${name}"`).join('\n')}
)

${greeting}

func main() {
	port := os.Getenv("PORT")
	if port == "" {
		port = "8080"
	}
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { w.Write([]byte(greeting())) })
	http.ListenAndServe(":"+port, nil)
}
`
});

/** A person's change to the Dockerfile of the only service, made in the analysis. */
export const inDockerfile =
  (before: string, after: string) =>
  ({ body }: Artifact): Patch | null => {
    const text = 'datastores' in body ? body.services[0]?.dockerfile?.text : undefined;
    if (text === undefined) return null;
    if (!text.includes(before)) throw new Error(`the Dockerfile has no ${before}`);
    return [{ op: 'replace', path: '/services/0/dockerfile/text', value: text.replace(before, after) }];
  };
