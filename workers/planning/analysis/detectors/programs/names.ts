/** Names of programs that people run by hand or that make code: they are no services. */
export const isTool = (name: string): boolean => tool.test(name);

/** Names of programs that work in the background. */
export const isWorkerName = (name: string): boolean => background.test(name);

/** Names of programs that answer requests. */
export const isServerName = (name: string): boolean => server.test(name);

const tool =
  /^(?:cli|ctl|tools?|gen|generate|generator|codegen|openapi|schema|migrate|migrations?|migrator|seed|seeder|examples?|test|tests|e2e|loadtest|bench|benchmarks?|client|scripts?|debug|admin-cli|healthcheck|dump|import|importer|export|exporter-cli|lint|xtask|fuzz(?:ers?|ing)?|playground|demo)$|ctl$|^\w+tool$|[-_](?:cli|gen|generator|bench|benchmarks?|tests?|tools?|migrations?|client|macros?)$/i;
const background =
  /(?:^|[-_])(?:workers?|consumers?|processors?|schedulers?|cron|subscribers?|dispatch(?:er)?|jobs?|queue|daemon|indexer|crawler|bot)(?:$|[-_])/i;
const server = /^(?:api|web|server|gateway|app|backend|http|main)$|[-_](?:service|server|api|gateway|backend|web)$/i;
