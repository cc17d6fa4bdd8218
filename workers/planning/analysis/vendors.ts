/** A service of somebody else's: how it is called, and how its packages and its variables are named. */
export interface Vendor {
  name: string;
  label: string;
  packages: RegExp;
  /** What the names of its variables begin with, behind a word of the program's own. */
  variables: string;
  /** A program that uses it does nothing without it. */
  core?: true;
}

const nothing = /^(?!)/;

/** Services that programs of all kinds use; where two fit a name, the earlier one is meant. */
export const vendors: Vendor[] = [
  {
    name: 'stripe',
    label: 'Stripe',
    packages:
      /^(?:stripe|@stripe\/.*|dj-stripe|laravel\/cashier|github\.com\/stripe\/stripe-go.*|com\.stripe:stripe-java|stripe\.net|pay)$/,
    variables: 'STRIPE'
  },
  { name: 'paypal', label: 'PayPal', packages: /^(?:@paypal\/.*|paypalrestsdk)$/, variables: 'PAYPAL' },
  { name: 'lemon-squeezy', label: 'Lemon Squeezy', packages: /^@lemonsqueezy\/.*$/, variables: 'LEMON_?SQUEEZY' },
  { name: 'paddle', label: 'Paddle', packages: /^@paddle\/.*$/, variables: 'PADDLE' },
  { name: 'polar', label: 'Polar', packages: /^@polar-sh\/.*$/, variables: 'POLAR' },
  { name: 'razorpay', label: 'Razorpay', packages: /^razorpay$/, variables: 'RAZORPAY' },
  { name: 'plaid', label: 'Plaid', packages: /^plaid(?:-python)?$/, variables: 'PLAID' },
  { name: 'azure-openai', label: 'Azure OpenAI', packages: /^@azure\/openai$/, variables: 'AZURE_OPENAI' },
  {
    name: 'openai',
    label: 'OpenAI',
    packages:
      /^(?:openai|@ai-sdk\/openai|langchain-openai|@langchain\/openai|github\.com\/(?:sashabaranov\/go-openai|openai\/openai-go)|ruby-openai|openai-php\/.*|async-openai|org\.springframework\.ai:spring-ai-.*openai.*)$/,
    variables: 'OPENAI',
    core: true
  },
  {
    name: 'anthropic',
    label: 'Anthropic',
    packages: /^(?:@anthropic-ai\/sdk|anthropic|@ai-sdk\/anthropic|langchain-anthropic)$/,
    variables: 'ANTHROPIC|CLAUDE',
    core: true
  },
  {
    name: 'gemini',
    label: 'Google Gemini',
    packages: /^(?:@google\/generative-ai|google-generativeai|@google\/genai|google-genai|@ai-sdk\/google)$/,
    variables: 'GEMINI|GOOGLE_GENERATIVE_AI|GOOGLE_AI|GOOGLE_GEMINI',
    core: true
  },
  {
    name: 'mistral',
    label: 'Mistral',
    packages: /^(?:@mistralai\/.*|mistralai|@ai-sdk\/mistral)$/,
    variables: 'MISTRAL',
    core: true
  },
  { name: 'groq', label: 'Groq', packages: /^(?:groq-sdk|groq|@ai-sdk\/groq)$/, variables: 'GROQ', core: true },
  { name: 'cohere', label: 'Cohere', packages: /^(?:cohere-ai|cohere)$/, variables: 'COHERE', core: true },
  { name: 'openrouter', label: 'OpenRouter', packages: /^@openrouter\/.*$/, variables: 'OPENROUTER', core: true },
  { name: 'replicate', label: 'Replicate', packages: /^replicate$/, variables: 'REPLICATE', core: true },
  {
    name: 'hugging-face',
    label: 'Hugging Face',
    packages: /^(?:@huggingface\/.*|huggingface-hub)$/,
    variables: 'HUGGING_?FACE|HF'
  },
  { name: 'deepseek', label: 'DeepSeek', packages: /^@ai-sdk\/deepseek$/, variables: 'DEEPSEEK' },
  { name: 'perplexity', label: 'Perplexity', packages: /^@ai-sdk\/perplexity$/, variables: 'PERPLEXITY' },
  { name: 'elevenlabs', label: 'ElevenLabs', packages: /^(?:elevenlabs|@elevenlabs\/.*)$/, variables: 'ELEVEN_?LABS' },
  { name: 'tavily', label: 'Tavily', packages: /^(?:@tavily\/.*|tavily-python)$/, variables: 'TAVILY' },
  {
    name: 'pinecone',
    label: 'Pinecone',
    packages: /^(?:@pinecone-database\/.*|pinecone(?:-client)?)$/,
    variables: 'PINECONE'
  },
  { name: 'langfuse', label: 'Langfuse', packages: /^langfuse$/, variables: 'LANGFUSE' },
  { name: 'langsmith', label: 'LangSmith', packages: /^langsmith$/, variables: 'LANGSMITH|LANGCHAIN' },
  { name: 'resend', label: 'Resend', packages: /^resend$/, variables: 'RESEND' },
  { name: 'sendgrid', label: 'SendGrid', packages: /^(?:@sendgrid\/mail|sendgrid)$/, variables: 'SENDGRID' },
  {
    name: 'mailgun',
    label: 'Mailgun',
    packages: /^(?:mailgun\.js|mailgun-js|symfony\/mailgun-mailer)$/,
    variables: 'MAILGUN'
  },
  { name: 'postmark', label: 'Postmark', packages: /^(?:postmark|postmarker)$/, variables: 'POSTMARK' },
  { name: 'mailersend', label: 'MailerSend', packages: /^mailersend$/, variables: 'MAILERSEND' },
  { name: 'mailjet', label: 'Mailjet', packages: /^(?:node-mailjet|mailjet-rest)$/, variables: 'MAILJET' },
  { name: 'brevo', label: 'Brevo', packages: /^(?:@getbrevo\/brevo|sib-api-v3-sdk)$/, variables: 'BREVO|SENDINBLUE' },
  { name: 'mailchimp', label: 'Mailchimp', packages: /^@mailchimp\/.*$/, variables: 'MAILCHIMP|MANDRILL' },
  { name: 'plunk', label: 'Plunk', packages: /^@plunk\/.*$/, variables: 'PLUNK' },
  { name: 'loops', label: 'Loops', packages: /^loops$/, variables: 'LOOPS' },
  { name: 'twilio', label: 'Twilio', packages: /^(?:twilio|twilio-ruby|twilio\/sdk)$/, variables: 'TWILIO' },
  { name: 'vonage', label: 'Vonage', packages: /^@vonage\/.*$/, variables: 'VONAGE|NEXMO' },
  {
    name: 'sentry',
    label: 'Sentry',
    packages:
      /^(?:@sentry\/.*|sentry-sdk|github\.com\/getsentry\/sentry-go|sentry-ruby|sentry-rails|sentry\/sentry-laravel|io\.sentry:.*)$/,
    variables: 'SENTRY'
  },
  { name: 'bugsnag', label: 'Bugsnag', packages: /^(?:@bugsnag\/.*|bugsnag)$/, variables: 'BUGSNAG' },
  { name: 'rollbar', label: 'Rollbar', packages: /^rollbar$/, variables: 'ROLLBAR' },
  {
    name: 'honeybadger',
    label: 'Honeybadger',
    packages: /^(?:@honeybadger-io\/.*|honeybadger)$/,
    variables: 'HONEYBADGER'
  },
  { name: 'datadog', label: 'Datadog', packages: /^(?:dd-trace|ddtrace|datadog)$/, variables: 'DATADOG|DD' },
  { name: 'new-relic', label: 'New Relic', packages: /^(?:newrelic|newrelic_rpm)$/, variables: 'NEW_RELIC' },
  {
    name: 'github-oauth',
    label: 'GitHub',
    packages: /^(?:passport-github2?|remix-auth-github|omniauth-github|arctic)$/,
    variables: 'GITHUB'
  },
  { name: 'gitlab-oauth', label: 'GitLab', packages: /^(?:passport-gitlab2|omniauth-gitlab)$/, variables: 'GITLAB' },
  {
    name: 'google-oauth',
    label: 'Google',
    packages: /^(?:passport-google-oauth20|passport-google-oauth|google-auth-library|omniauth-google-oauth2)$/,
    variables: 'GOOGLE(?!_(?:ANALYTICS|TAG|MAPS?|FONTS?|CLOUD|APPLICATION|SITE))'
  },
  {
    name: 'facebook-oauth',
    label: 'Facebook',
    packages: /^(?:passport-facebook|omniauth-facebook)$/,
    variables: 'FACEBOOK|META_APP'
  },
  {
    name: 'twitter-oauth',
    label: 'X (Twitter)',
    packages: /^(?:passport-twitter|twitter-api-v2|tweepy)$/,
    variables: 'TWITTER'
  },
  { name: 'linkedin-oauth', label: 'LinkedIn', packages: /^passport-linkedin-oauth2$/, variables: 'LINKEDIN' },
  {
    name: 'microsoft-oauth',
    label: 'Microsoft Entra',
    packages: /^(?:@azure\/msal-node|msal|passport-azure-ad)$/,
    variables: 'AZURE_?AD|AZURE_CLIENT|AZURE_TENANT|MICROSOFT|ENTRA|MSAL|AAD'
  },
  { name: 'apple-oauth', label: 'Apple', packages: /^passport-apple$/, variables: 'APPLE' },
  { name: 'okta', label: 'Okta', packages: /^@okta\/.*$/, variables: 'OKTA' },
  {
    name: 'keycloak',
    label: 'Keycloak',
    packages: /^(?:keycloak-js|keycloak-connect|python-keycloak)$/,
    variables: 'KEYCLOAK'
  },
  {
    name: 'oidc',
    label: 'an OpenID provider',
    packages: /^(?:openid-client|mozilla-django-oidc|omniauth_openid_connect|authlib)$/,
    variables: 'OIDC|OPENID|OAUTH2?'
  },
  {
    name: 'saml',
    label: 'a SAML provider',
    packages: /^(?:passport-saml|@node-saml\/.*|python3-saml|ruby-saml)$/,
    variables: 'SAML2?'
  },
  {
    name: 'ldap',
    label: 'an LDAP directory',
    packages: /^(?:ldapjs|ldapts|python-ldap|django-auth-ldap|ldap3|net-ldap)$/,
    variables: 'LDAP'
  },
  {
    name: 'auth0',
    label: 'Auth0',
    packages: /^(?:@auth0\/.*|auth0|express-openid-connect)$/,
    variables: 'AUTH0',
    core: true
  },
  { name: 'clerk', label: 'Clerk', packages: /^@clerk\/.*$/, variables: 'CLERK', core: true },
  { name: 'workos', label: 'WorkOS', packages: /^(?:@workos-inc\/.*|workos)$/, variables: 'WORKOS', core: true },
  { name: 'kinde', label: 'Kinde', packages: /^@kinde-oss\/.*$/, variables: 'KINDE', core: true },
  { name: 'stytch', label: 'Stytch', packages: /^stytch$/, variables: 'STYTCH', core: true },
  { name: 'hanko', label: 'Hanko', packages: /^@teamhanko\/.*$/, variables: 'HANKO' },
  { name: 'firebase', label: 'Firebase', packages: /^(?:firebase|firebase-admin)$/, variables: 'FIREBASE', core: true },
  { name: 'supabase', label: 'Supabase', packages: /^(?:@supabase\/.*|supabase)$/, variables: 'SUPABASE', core: true },
  { name: 'convex', label: 'Convex', packages: /^convex$/, variables: 'CONVEX', core: true },
  { name: 'appwrite', label: 'Appwrite', packages: /^(?:appwrite|node-appwrite)$/, variables: 'APPWRITE', core: true },
  {
    name: 'discord',
    label: 'Discord',
    packages: /^(?:discord\.js|discord-py|discord\.py|passport-discord)$/,
    variables: 'DISCORD'
  },
  { name: 'slack', label: 'Slack', packages: /^(?:@slack\/.*|slack-sdk|slack-bolt)$/, variables: 'SLACK' },
  {
    name: 'telegram',
    label: 'Telegram',
    packages: /^(?:telegraf|grammy|python-telegram-bot|aiogram|node-telegram-bot-api|pytelegrambotapi|teloxide)$/,
    variables: 'TELEGRAM|TG_BOT',
    core: true
  },
  { name: 'whatsapp', label: 'WhatsApp', packages: /^whatsapp-.*$/, variables: 'WHATSAPP' },
  { name: 'matrix', label: 'Matrix', packages: /^matrix-(?:js-sdk|nio)$/, variables: 'MATRIX' },
  { name: 'zoom', label: 'Zoom', packages: /^@zoom\/.*$/, variables: 'ZOOM' },
  { name: 'notion', label: 'Notion', packages: /^@notionhq\/client$/, variables: 'NOTION' },
  { name: 'airtable', label: 'Airtable', packages: /^airtable$/, variables: 'AIRTABLE' },
  { name: 'hubspot', label: 'HubSpot', packages: /^@hubspot\/.*$/, variables: 'HUBSPOT' },
  { name: 'salesforce', label: 'Salesforce', packages: /^(?:jsforce|simple-salesforce)$/, variables: 'SALESFORCE' },
  { name: 'shopify', label: 'Shopify', packages: /^@shopify\/.*$/, variables: 'SHOPIFY' },
  {
    name: 'contentful',
    label: 'Contentful',
    packages: /^contentful(?:-management)?$/,
    variables: 'CONTENTFUL',
    core: true
  },
  {
    name: 'sanity',
    label: 'Sanity',
    packages: /^(?:@sanity\/.*|sanity|next-sanity)$/,
    variables: 'SANITY',
    core: true
  },
  { name: 'cloudinary', label: 'Cloudinary', packages: /^cloudinary$/, variables: 'CLOUDINARY' },
  {
    name: 'uploadthing',
    label: 'UploadThing',
    packages: /^(?:uploadthing|@uploadthing\/.*)$/,
    variables: 'UPLOADTHING'
  },
  { name: 'mux', label: 'Mux', packages: /^@mux\/.*$/, variables: 'MUX' },
  { name: 'vercel-blob', label: 'Vercel Blob', packages: /^@vercel\/blob$/, variables: 'BLOB_READ_WRITE|BLOB_STORE' },
  {
    name: 'azure-storage',
    label: 'Azure storage',
    packages: /^(?:@azure\/storage-blob|azure-storage-blob)$/,
    variables: 'AZURE_(?:STORAGE|BLOB|ACCOUNT|CONTAINER)'
  },
  {
    name: 'gcs',
    label: 'Google Cloud Storage',
    packages: /^(?:@google-cloud\/storage|google-cloud-storage)$/,
    variables: 'GCS|GS|GOOGLE_CLOUD|GCP|GOOGLE_APPLICATION'
  },
  { name: 'backblaze', label: 'Backblaze', packages: /^(?:b2|b2sdk)$/, variables: 'B2|BACKBLAZE' },
  { name: 'algolia', label: 'Algolia', packages: /^(?:algoliasearch|@algolia\/.*)$/, variables: 'ALGOLIA' },
  { name: 'posthog', label: 'PostHog', packages: /^(?:posthog-js|posthog-node|posthog)$/, variables: 'POSTHOG' },
  { name: 'mixpanel', label: 'Mixpanel', packages: /^mixpanel(?:-browser)?$/, variables: 'MIXPANEL' },
  { name: 'segment', label: 'Segment', packages: /^@segment\/.*$/, variables: 'SEGMENT' },
  { name: 'amplitude', label: 'Amplitude', packages: /^@amplitude\/.*$/, variables: 'AMPLITUDE' },
  {
    name: 'google-analytics',
    label: 'Google Analytics',
    packages: /^(?:react-ga4?|@next\/third-parties)$/,
    variables: 'GA|GOOGLE_ANALYTICS|GOOGLE_TAG|GTM|GTAG'
  },
  { name: 'plausible', label: 'Plausible', packages: /^(?:next-plausible|plausible-tracker)$/, variables: 'PLAUSIBLE' },
  { name: 'intercom', label: 'Intercom', packages: /^(?:@intercom\/.*|intercom-client)$/, variables: 'INTERCOM' },
  { name: 'crisp', label: 'Crisp', packages: /^crisp-.*$/, variables: 'CRISP' },
  {
    name: 'recaptcha',
    label: 'reCAPTCHA',
    packages: /^(?:react-google-recaptcha|django-recaptcha|recaptcha)$/,
    variables: 'RE_?CAPTCHA'
  },
  { name: 'hcaptcha', label: 'hCaptcha', packages: /^@hcaptcha\/.*$/, variables: 'HCAPTCHA' },
  {
    name: 'turnstile',
    label: 'Cloudflare Turnstile',
    packages: /^(?:@marsidev\/react-turnstile|react-turnstile)$/,
    variables: '(?:CLOUDFLARE_|CF_)?TURNSTILE'
  },
  { name: 'cloudflare', label: 'Cloudflare', packages: /^(?:cloudflare|wrangler)$/, variables: 'CLOUDFLARE|CF' },
  { name: 'pusher', label: 'Pusher', packages: /^(?:pusher|pusher-js|pusher\/.*)$/, variables: 'PUSHER' },
  { name: 'ably', label: 'Ably', packages: /^ably$/, variables: 'ABLY' },
  { name: 'livekit', label: 'LiveKit', packages: /^livekit-.*$/, variables: 'LIVEKIT' },
  { name: 'mapbox', label: 'Mapbox', packages: /^(?:mapbox-gl|@mapbox\/.*)$/, variables: 'MAPBOX' },
  {
    name: 'google-maps',
    label: 'Google Maps',
    packages: /^(?:@googlemaps\/.*|@react-google-maps\/.*|googlemaps)$/,
    variables: 'GOOGLE_MAPS?'
  },
  { name: 'unsplash', label: 'Unsplash', packages: /^unsplash-js$/, variables: 'UNSPLASH' },
  { name: 'giphy', label: 'Giphy', packages: /^@giphy\/.*$/, variables: 'GIPHY' },
  { name: 'tmdb', label: 'TMDB', packages: /^(?:tmdbv3api|moviedb-promise)$/, variables: 'TMDB' },
  { name: 'spotify', label: 'Spotify', packages: /^(?:spotify-web-api-node|spotipy)$/, variables: 'SPOTIFY' },
  { name: 'upstash', label: 'Upstash', packages: /^@upstash\/.*$/, variables: 'UPSTASH|QSTASH' },
  { name: 'tinybird', label: 'Tinybird', packages: /^@(?:chronark\/zod-bird|tinybirdco\/.*)$/, variables: 'TINYBIRD' },
  { name: 'trigger-dev', label: 'Trigger.dev', packages: /^@trigger\.dev\/.*$/, variables: 'TRIGGER' },
  { name: 'inngest', label: 'Inngest', packages: /^inngest$/, variables: 'INNGEST' },
  { name: 'liveblocks', label: 'Liveblocks', packages: /^@liveblocks\/.*$/, variables: 'LIVEBLOCKS' },
  { name: 'edge-config', label: 'Vercel Edge Config', packages: /^@vercel\/edge-config$/, variables: 'EDGE_CONFIG' },
  { name: 'dropbox', label: 'Dropbox', packages: nothing, variables: 'DROPBOX' },
  { name: 'trello', label: 'Trello', packages: nothing, variables: 'TRELLO' },
  { name: 'sparkpost', label: 'SparkPost', packages: nothing, variables: 'SPARKPOST' },
  { name: 'pushover', label: 'Pushover', packages: nothing, variables: 'PUSHOVER' },
  { name: 'pagerduty', label: 'PagerDuty', packages: nothing, variables: 'PAGERDUTY' },
  { name: 'opsgenie', label: 'Opsgenie', packages: nothing, variables: 'OPSGENIE' },
  { name: 'figma', label: 'Figma', packages: nothing, variables: 'FIGMA' },
  { name: 'asana', label: 'Asana', packages: nothing, variables: 'ASANA' },
  { name: 'jira', label: 'Jira', packages: nothing, variables: 'JIRA' },
  { name: 'atlassian', label: 'Atlassian', packages: nothing, variables: 'ATLASSIAN' },
  { name: 'bitbucket', label: 'Bitbucket', packages: nothing, variables: 'BITBUCKET' },
  { name: 'instagram', label: 'Instagram', packages: nothing, variables: 'INSTAGRAM' },
  { name: 'tiktok', label: 'TikTok', packages: nothing, variables: 'TIKTOK' },
  { name: 'twitch', label: 'Twitch', packages: nothing, variables: 'TWITCH' },
  { name: 'steam', label: 'Steam', packages: nothing, variables: 'STEAM' },
  { name: 'patreon', label: 'Patreon', packages: nothing, variables: 'PATREON' },
  { name: 'mastodon', label: 'Mastodon', packages: nothing, variables: 'MASTODON' },
  { name: 'mattermost', label: 'Mattermost', packages: nothing, variables: 'MATTERMOST' },
  { name: 'linear', label: 'Linear', packages: nothing, variables: 'LINEAR' },
  { name: 'zendesk', label: 'Zendesk', packages: nothing, variables: 'ZENDESK' },
  { name: 'maxmind', label: 'MaxMind', packages: nothing, variables: 'MAXMIND' },
  { name: 'ipinfo', label: 'IPinfo', packages: nothing, variables: 'IPINFO' },
  { name: 'fixer', label: 'Fixer', packages: nothing, variables: 'FIXER' },
  { name: 'ollama', label: 'Ollama', packages: nothing, variables: 'OLLAMA' },
  { name: 'docusign', label: 'DocuSign', packages: nothing, variables: 'DOCUSIGN' },
  { name: 'easypost', label: 'EasyPost', packages: nothing, variables: 'EASYPOST' },
  { name: 'shippo', label: 'Shippo', packages: nothing, variables: 'SHIPPO' },
  { name: 'zapier', label: 'Zapier', packages: nothing, variables: 'ZAPIER' },
  { name: 'calendly', label: 'Calendly', packages: nothing, variables: 'CALENDLY' },
  { name: 'webex', label: 'Webex', packages: nothing, variables: 'WEBEX' },
  { name: 'line', label: 'LINE', packages: nothing, variables: 'LINE' },
  { name: 'vimeo', label: 'Vimeo', packages: nothing, variables: 'VIMEO' },
  { name: 'youtube', label: 'YouTube', packages: nothing, variables: 'YOUTUBE' },
  { name: 'soundcloud', label: 'SoundCloud', packages: nothing, variables: 'SOUNDCLOUD' },
  { name: 'lastfm', label: 'Last.fm', packages: nothing, variables: 'LASTFM' },
  { name: 'deepl', label: 'DeepL', packages: nothing, variables: 'DEEPL' },
  { name: 'wakatime', label: 'WakaTime', packages: nothing, variables: 'WAKATIME' },
  { name: 'umami', label: 'Umami', packages: nothing, variables: 'UMAMI' },
  {
    name: 'smtp',
    label: 'a mail server',
    packages:
      /^(?:nodemailer|flask-mail|fastapi-mail|aiosmtplib|django-anymail|gopkg\.in\/gomail.*|lettre|phpmailer\/phpmailer|org\.springframework\.boot:spring-boot-starter-mail)$/,
    variables: '(?:SMTP|E?MAILS?|MAILER)(?=_)'
  },
  {
    name: 's3',
    label: 'S3 storage',
    packages:
      /^(?:@aws-sdk\/client-s3|aws-sdk|boto3|django-storages|multer-s3|github\.com\/aws\/aws-sdk-go.*|aws-sdk-s3|league\/flysystem-aws-s3-v3|awssdk\.s3)$/,
    variables: 'S3|AWS|R2|BUCKET|SPACES|MINIO|OBJECT_STORAGE'
  }
];
