/** Words of names whose values must be kept from sight. */
const secretWord =
  /SECRET|PASSWORD|PASSWD|PASSPHRASE|PASSCODE|(?:^|_)PASS(?:$|_)|PWD$|DBPASS$|TOKEN|(?:^|_)(?:KEY|KEYS|APIKEY|SECRETKEY|ACCESSKEY)(?:$|_)|API_?KEY|PRIVATE_KEY|CREDENTIAL|(?:^|_)(?:SALT|PEPPER|SEED)(?:$|_)|(?:^|_)DSN$|_AUTH$|COOKIE|(?:^|_)CERT(?:$|_)|WEBHOOK|SIGNING|ENCRYPTION|JWT|VAPID|CONNECTION_?STRING|ACCESS_KEY_ID|LICENSE_KEY/;

/** Connection URLs, which hold a password. */
const connection =
  /(?:DATABASE|REDIS|VALKEY|MONGO\w*|AMQP|RABBITMQ|POSTGRES\w*|PG|MYSQL|MARIADB|CLOUDAMQP|BROKER|PRISMA|DB|SQL|SMTP|MAILER|LDAP|CELERY\w*)_?(?:URL|URI|DSN)(?:_\w+)?$|_URL_(?:NON_POOLING|UNPOOLED)$|^(?:DATABASE|DIRECT)_UR[IL]$|^CONNECTIONSTRINGS__/i;

/** What is public though a secret's word is in its name: settings about secrets, and keys that are meant to be seen. */
const open =
  /PUBLISHABLE|SITE_?KEY|(?:^|_)PUBLIC_KEY|^(?:NEXT_PUBLIC|VITE|REACT_APP|NUXT_PUBLIC|PUBLIC|GATSBY|VUE_APP|EXPO_PUBLIC)_|(?:TOKEN|PASSWORD|SECRET|JWT|SESSION|COOKIE|KEY|CERT|WEBHOOK)S?_?(?:MAX_\w+|THROTTLE\w*|RATE\w*|ENDPOINT|RETR\w+|VERSION|EXPIR\w*|TTL|LIFETIME|DURATION|MAX_AGE|LENGTH|SIZE|ALGORITHM|NAME|ISSUER|AUDIENCE|TIMEOUT|PREFIX|HEADER|PATH|FILE|DIR|DOMAIN|SECURE|SAMESITE|SAME_SITE|ENABLED|MIN\w*|ROUNDS|URLS?|AGE|POLICY|STRENGTH|RESET\w*|LOGIN|HASHER|DRIVER|TYPE|FORMAT|HOST|PORT|BASE_\w+|REQUIRE\w*|EXPIRATION|IN_\w+)|^(?:ENABLE|DISABLE|USE|ALLOW|SHOW|HIDE|IS|HAS|SKIP|VERIFY|REQUIRE)_|_(?:ENABLED?|DISABLED|REQUIRED|CERTS?_REQS|VERIFY_CERTS?)$|^ACCESS_TOKEN_EXPIRE|AUTHOR|KEYWORDS|KEYCLOAK_(?:URL|REALM)|KEYBOARD|MONKEY|TOKENS?_(?:PER|LIMIT|COUNT)|MAX_TOKENS|TOKENIZER|(?:MAIL|SMTP|EMAIL)_ENCRYPTION|SSL_CERT_DIR|_(?:SECONDS|MINUTES|HOURS|DAYS)$/;

/** Values that are secrets whatever their name: credentials in a URL, and keys as vendors begin them. */
const told =
  /:\/\/[^/\s:@]*:[^@\s/]+@|^(?:sk|pk|rk|whsec|ghp|gho|xox[abp]|AKIA|SG\.|re_|glpat)[-_A-Za-z0-9]{6,}|-----BEGIN [A-Z ]*PRIVATE KEY-----/;

/** Whether a variable's value must be kept from sight: so in doubt. */
export const isSecret = (name: string, value: string | null): boolean =>
  ((secretWord.test(name) || connection.test(name)) &&
    !open.test(name) &&
    !/^VAPID_(?:SUBJECT|CONTACT|EMAIL)/.test(name)) ||
  /^(?:\w+_)?VAPID_PUBLIC_KEY$/.test(name) ||
  told.test(value ?? '');
