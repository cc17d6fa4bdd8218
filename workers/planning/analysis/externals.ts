import type { Analysis } from '../../domain/analysis.ts';

/** A service of somebody else's: how its packages and its variables are called. */
const table: { name: string; packages: RegExp; variables: RegExp }[] = [
  { name: 'stripe', packages: /^(?:stripe|@stripe\/.*|dj-stripe|laravel\/cashier)$/, variables: /^(?:\w+_)?STRIPE_/ },
  {
    name: 's3',
    packages:
      /^(?:@aws-sdk\/client-s3|aws-sdk|boto3|django-storages|multer-s3|github\.com\/aws\/aws-sdk-go.*|aws-sdk-s3)$/,
    variables: /^(?:\w+_)?(?:S3|AWS|R2|BUCKET|SPACES|MINIO)_|^BUCKET_NAME$|^(?:\w+_)?BUCKET$/
  },
  {
    name: 'smtp',
    packages: /^(?:nodemailer|flask-mail|fastapi-mail|aiosmtplib|django-anymail|gopkg\.in\/gomail.*)$/,
    variables: /^(?:\w+_)?(?:SMTP|MAIL|EMAIL|MAILER)_(?!LIST)|^EMAILS?_/
  },
  {
    name: 'openai',
    packages: /^(?:openai|@ai-sdk\/openai|langchain-openai|@langchain\/openai|github\.com\/sashabaranov\/go-openai)$/,
    variables: /^(?:\w+_)?OPENAI_/
  },
  {
    name: 'anthropic',
    packages: /^(?:@anthropic-ai\/sdk|anthropic|@ai-sdk\/anthropic)$/,
    variables: /^(?:\w+_)?(?:ANTHROPIC|CLAUDE)_/
  },
  {
    name: 'gemini',
    packages: /^(?:@google\/generative-ai|google-generativeai|@google\/genai)$/,
    variables: /^(?:\w+_)?(?:GEMINI|GOOGLE_GENERATIVE_AI|GOOGLE_AI)_/
  },
  { name: 'resend', packages: /^resend$/, variables: /^RESEND_/ },
  { name: 'sendgrid', packages: /^(?:@sendgrid\/mail|sendgrid)$/, variables: /^SENDGRID_/ },
  { name: 'mailgun', packages: /^(?:mailgun\.js|mailgun-js)$/, variables: /^MAILGUN_/ },
  { name: 'postmark', packages: /^(?:postmark|postmarker)$/, variables: /^POSTMARK_/ },
  { name: 'twilio', packages: /^twilio$/, variables: /^TWILIO_/ },
  {
    name: 'sentry',
    packages: /^(?:@sentry\/.*|sentry-sdk|github\.com\/getsentry\/sentry-go|sentry-ruby)$/,
    variables: /^(?:\w+_)?SENTRY_/
  },
  {
    name: 'github-oauth',
    packages: /^(?:passport-github2?|remix-auth-github)$/,
    variables: /^(?:\w+_)?GITHUB_(?:CLIENT|ID|SECRET|OAUTH|APP|KEY|TOKEN)/
  },
  {
    name: 'google-oauth',
    packages: /^(?:passport-google-oauth20|passport-google-oauth|google-auth-library)$/,
    variables: /^(?:\w+_)?GOOGLE_(?:CLIENT|ID|SECRET|OAUTH)/
  },
  { name: 'discord', packages: /^(?:discord\.js|discord-py|passport-discord)$/, variables: /^DISCORD_/ },
  { name: 'slack', packages: /^(?:@slack\/.*|slack-sdk|slack-bolt)$/, variables: /^SLACK_/ },
  {
    name: 'telegram',
    packages: /^(?:telegraf|grammy|python-telegram-bot|aiogram|node-telegram-bot-api)$/,
    variables: /^(?:TELEGRAM_|TG_BOT)/
  },
  { name: 'cloudinary', packages: /^cloudinary$/, variables: /^(?:\w+_)?CLOUDINARY_/ },
  { name: 'firebase', packages: /^(?:firebase|firebase-admin)$/, variables: /^(?:\w+_)?FIREBASE_/ },
  { name: 'supabase', packages: /^(?:@supabase\/.*|supabase)$/, variables: /^(?:\w+_)?SUPABASE_/ },
  { name: 'auth0', packages: /^(?:@auth0\/.*|auth0|express-openid-connect)$/, variables: /^(?:\w+_)?AUTH0_/ },
  { name: 'clerk', packages: /^@clerk\/.*$/, variables: /^(?:\w+_)?CLERK_/ },
  { name: 'algolia', packages: /^(?:algoliasearch|@algolia\/.*)$/, variables: /^(?:\w+_)?ALGOLIA_/ },
  { name: 'posthog', packages: /^(?:posthog-js|posthog-node|posthog)$/, variables: /^(?:\w+_)?POSTHOG_/ },
  { name: 'paypal', packages: /^(?:@paypal\/.*|paypalrestsdk)$/, variables: /^(?:\w+_)?PAYPAL_/ },
  { name: 'recaptcha', packages: /^(?:react-google-recaptcha|django-recaptcha)$/, variables: /^(?:\w+_)?RECAPTCHA_/ },
  { name: 'uploadthing', packages: /^uploadthing$/, variables: /^UPLOADTHING_/ },
  { name: 'pusher', packages: /^(?:pusher|pusher-js)$/, variables: /^(?:\w+_)?PUSHER_/ },
  { name: 'mapbox', packages: /^mapbox-gl$/, variables: /^(?:\w+_)?MAPBOX_/ }
];

/** The external service that a variable configures, or null. */
export const externalOf = (variable: string): string | null =>
  table.find(({ variables }) => variables.test(variable))?.name ?? null;

/** Whether the packages of an app include one of an external service. */
export const usesExternal = (name: string, packages: string[]): boolean =>
  table.some((each) => each.name === name && packages.some((installed) => each.packages.test(installed)));

/** The external services that packages or variables speak of, each with its variables. */
export function externalsOf(packages: string[], variables: string[]): Analysis['externals'] {
  return table
    .map((each) => ({
      name: each.name,
      env: [...new Set(variables.filter((variable) => externalOf(variable) === each.name))].slice(0, 40),
      used: packages.some((name) => each.packages.test(name))
    }))
    .filter((each) => each.used || each.env.length > 0)
    .map(({ name, env }) => ({ name, env }));
}
