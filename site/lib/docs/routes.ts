interface Group {
  title: string;
  routes: [route: string, does: string][];
}

/** What the API answers, in the order in which a deployment meets it. Paths stand after `/api`. */
export const groups: Group[] = [
  {
    title: 'Projects',
    routes: [
      ['GET /projects', 'Your projects, a line each.'],
      ['POST /projects', 'A new project from { source, name?, preferences?, model? }; its code is read at once.'],
      ['GET /projects/:id', 'The project with its newest plans, approvals, runs, servers and names of variables.'],
      [
        'PATCH /projects/:id',
        'Changes { name?, customDomain?, preferences?, model?, modelBudget? }; plans that rest on it are made again.'
      ],
      [
        'GET /projects/:id/usage',
        'What its model cost this month, by place and by model, and where its budgets stand.'
      ],
      ['POST /projects/:id/destroy', 'Gives its servers back and deletes it; { confirm } holds its name.'],
      ['GET /projects/:id/variables', 'Names of the values that were set. The values are never returned.'],
      ['PUT /projects/:id/variables/:name', 'Sets { value }.'],
      ['DELETE /projects/:id/variables/:name', 'Removes one that you set.']
    ]
  },
  {
    title: 'Plans',
    routes: [
      [
        'GET /deployments/:id/artifacts/:stage',
        'The newest version and all versions of a plan. A stage is analysis, infrastructure or provisioning.'
      ],
      ['GET /deployments/:id/artifacts/:stage/:version', 'One version, whole.'],
      [
        'GET /deployments/:id/artifacts/:stage/:version/diff',
        'What changed since the version before, or since ?from=.'
      ],
      [
        'PATCH /deployments/:id/artifacts/:stage',
        'A new version from { version, patch, note? }; patch is a JSON patch.'
      ],
      [
        'POST /deployments/:id/artifacts/:stage/approve',
        'Approves { version, hash }. The last of the three starts the run and answers its runId.'
      ],
      ['POST /deployments/:id/messages', 'Says { text } in the conversation.'],
      [
        'POST /deployments/:id/questions/:questionId',
        'Answers a question of the analysis by { optionId }: what it changes is your edit.'
      ],
      ['POST /deployments/:id/messages/stop', "Ends the model's answer that is being written; what is written stays."],
      ['POST /deployments/:id/refresh', 'Reads the newest commit and plans from there.']
    ]
  },
  {
    title: 'Events and runs',
    routes: [
      ['GET /deployments/:id/events', 'The journal after ?since=, at most ?limit= (400) events, and its head.'],
      ['GET /deployments/:id/socket', 'The same as a WebSocket: first what came after ?since=, then what comes.'],
      ['POST /deployments/:id/runs', 'Runs what is approved once more.'],
      ['GET /runs/:id', 'A run, its approvals and its steps, server by server.'],
      ['POST /runs/:id/signals', 'Sends { signal }: pause, resume or stop.'],
      ['POST /runs/:id/answers', 'Answers what the run asks: { id, option }, options counted from 0.'],
      ['GET /runs/:id/log', 'What it wrote, as text.']
    ]
  },
  {
    title: 'Servers, teams and the rest',
    routes: [
      ['GET /servers', 'Servers of the team, with their addresses.'],
      [
        'POST /servers',
        'Adds a server of yours: { name, host, port?, user?, privateKey }. Answers the keys that it shows.'
      ],
      ['POST /servers/:id/confirm', 'Trusts the key of this { fingerprint }.'],
      ['DELETE /servers/:id', 'Forgets a server of yours; { confirm } holds its name.'],
      ['GET /catalogue', 'What can be bought, with prices.'],
      ['GET /templates', 'Templates that come with this version.'],
      ['POST /teams', 'A new team from { name }.'],
      ['GET /teams/:id', 'Its name and members.'],
      ['PATCH /teams/:id', 'Changes its { name }.'],
      [
        'GET /teams/:id/model',
        'The model of new projects, the budget of all in millionths of a dollar a month, and whether there is a key.'
      ],
      ['PATCH /teams/:id/model', 'Changes { defaultModel?, modelBudget? }. For owners.'],
      ['PUT /teams/:id/model/key', 'Sets the team’s { key } for models, which nothing returns. For owners.'],
      ['DELETE /teams/:id/model/key', 'Removes it. For owners.'],
      ['GET /teams/:id/usage', 'What models cost the team this month, by project, by place and by model.'],
      ['POST /teams/:id/members', 'Adds { login, role } or changes a role: owner or member.'],
      ['DELETE /teams/:id/members/:userId', 'Takes somebody out, or leaves.'],
      ['GET /settings', 'What this install is set to, you, and what happened in the team of late.'],
      ['PATCH /settings', 'Changes your { name }.'],
      ['GET /me', 'Who you are and which teams you are in.'],
      ['GET /badge/:projectId', 'How the last run stands, as an SVG. Open to whoever knows the id.'],
      ['GET /health', 'Whether the API answers. Open.']
    ]
  }
];
