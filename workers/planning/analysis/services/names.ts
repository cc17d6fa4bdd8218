/** Names of what works in the background. */
export const workerName =
  /(?:^|[-_:. ])(?:workers?|celery|sidekiq|queue|jobs?|beat|cron|scheduler|consumer|processor|bot|listener|rq|dramatiq|horizon|clock|background)(?:$|[-_:. ])/i;
/** Commands that run once. */
export const oneOff =
  /\b(?:migrate|migrations?|db push|db:push|upgrade head|db upgrade|seed|init-db|initdb|setup-db|createsuperuser|migrator|prestart)\b/i;
/** Names of what prepares, tests or documents others. */
export const helperName =
  /(?:^|[-_])(?:migrate|migrations?|migrator|seed|seeder|init|prestart|setup|e2e|tests?|playwright|cypress|docs?|storybook|backup|load-?gen(?:erator)?|load-?test(?:er)?|lint|mock|deps|build|builder|base)(?:$|[-_])/i;

/** Folders of pages that present the product: deployed only where there is nothing else. */
const presenting =
  /^(?:website|web-?site|marketing|landing(?:-?page)?|homepage|blog|www-?site|storefront-demo|status-page)$/i;

/** Whether a path lies in a folder of pages that present the product. */
export const presents = (path: string): boolean => path.split('/').some((part) => presenting.test(part));
