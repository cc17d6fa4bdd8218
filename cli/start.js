// `npm start` begins here, in plain JavaScript, so that any Node can say which Node is missing. The rest is TypeScript,
// which Node runs as it is from 22.18 on; `npm install` brings a Node 24 of the project's own.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major > 22 || (major === 22 && minor >= 18)) {
  await import('./start.ts');
} else {
  process.stderr.write(
    `Hydron needs Node 22.18 or later to run, and this is Node ${process.versions.node}.\n` +
      'Run `npm install` (it brings Node 24 into node_modules) and then `npm start`.\n' +
      'If npm was told to skip install scripts, run `npm rebuild node` first.\n'
  );
  process.exitCode = 1;
}
