const flagName = String.raw`"(?:(?:http|web|server|api|listen|app|s)[-._])?(?:port|addr|address|listen|bind)"`;

/** Where programs of Go, Rust and C++ say which port they listen on, and their files of settings: the file, and the port as a group. */
export const nativePorts: [RegExp, RegExp][] = [
  [/\.go$/, /(?:ListenAndServe(?:TLS)?|\.Run|\.Listen|\.Start)\(\s*"[\w.]*:(\d{2,5})"/],
  [
    /\.go$/,
    /(?:getEnv|GetEnv|getenv|envOr|env|EnvOr|getEnvOrDefault)\(\s*"(?:\w+_)?PORT(?:_NUMBER)?"\s*,\s*"?:?(\d{2,5})/
  ],
  [
    /\.go$/,
    new RegExp(
      String.raw`\b(?:Int|String|Uint\d*)(?:Var)?P?\(\s*(?:&[\w.]+,\s*)?${flagName}\s*,(?:\s*"\w?"\s*,)?\s*"?(?:[\w.]*:)?(\d{2,5})\b`
    )
  ],
  [/\.go$/, /long:"(?:(?:http|bind|web)-)?(?:listen|port)"[^`\n]*?\bdefault:"(?:[\w.]*:)?(\d{2,5})"/],
  [/\.go$/, new RegExp(String.raw`\bSetDefault\(\s*${flagName}\s*,\s*"?(?:[\w.]*:)?(\d{2,5})\b`, 'i')],
  [/\.go$/, /\bport\s*(?::?=|:)\s*"?:?(\d{2,5})"?/i],
  [/\.go$/, /\bAddr\s*:\s*"[\w.]*:(\d{2,5})"/],
  [
    /\.go$/,
    /env(?:config)?:"(?:(?:HTTP|SERVER|APP|WEB|API)_)?(?:PORT|ADDR|ADDRESS|LISTEN_ADDR)[^`\n]*?[dD]efault:"(?:[\w.]*:)?(\d{2,5})"/
  ],
  [/\.go$/, /env:"(?:\w+_)?PORT[^`\n]*?[dD]efault:":?(\d{2,5})"/],
  [
    /\.rs$/,
    /(?:0\.0\.0\.0|127\.0\.0\.1|::)"\s*,\s*(\d{2,5})\s*\)|"(?:0\.0\.0\.0|127\.0\.0\.1|localhost|\[::\]):(\d{2,5})"/
  ],
  [/\.rs$/, /\[\s*(?:0,\s*0,\s*0,\s*0|127,\s*0,\s*0,\s*1)\s*\]\s*,\s*(\d{2,5})/],
  [/\.rs$/, /Ipv[46]Addr::(?:UNSPECIFIED|LOCALHOST)\s*,\s*(\d{2,5})/],
  [/\.rs$/, /"PORT"\)[^;]{0,160}?"?(\d{4,5})/],
  [/\.rs$/, /\bdefault_value(?:_t)?\s*=\s*"?(\d{2,5})"?[^\]\n]*\]\s*(?:pub\s+)?(?:\w+_)?port\s*:/],
  [/\.rs$/, /\bconst\s+(?:\w+_)?PORT\s*:\s*u16\s*=\s*(\d{2,5})/],
  [/\.(?:cc|cpp|cxx|c|h|hpp)$/, /\b(?:addListener|listen|bind|createShared)\(\s*(?:\{\s*)?"[\w.:]*"\s*,\s*(\d{2,5})/],
  [/\.(?:cc|cpp|cxx|c|h|hpp)$/, /\.port\(\s*(\d{2,5})\s*\)|\bhtons\(\s*(\d{2,5})\s*\)/],
  [/\.(?:cc|cpp|cxx|c|h|hpp)$/, /\bport\s*=\s*(\d{2,5})\b/i],
  [
    /(?:Rocket|[Cc]onfig\w*|[Ss]ettings|[Dd]efault|base|production)\.(?:toml|ya?ml|json)$/,
    /^[ \t]*"?port"?\s*[=:]\s*"?(\d{2,5})\b/im
  ]
];

/** How programs of Go, Rust and C++ name the route of a health check, the path being a group. */
export const nativeRoutes = (path: string): RegExp[] => [
  new RegExp(String.raw`\.(?:Handle|HandleFunc|Path|Match|Method)\(\s*"(?:(?:GET|HEAD)\s+)?${path}"`),
  new RegExp(
    String.raw`\b(?:CROW_ROUTE\(\s*\w+\s*,|ENDPOINT\(\s*"GET"\s*,|ADD_METHOD_TO\([\w:]+\s*,|registerHandler\(|Routes::Get\([\w.]+\s*,)\s*"${path}"`
  ),
  new RegExp(String.raw`\bRouter::(?:with_path|new)\(\s*"${path.replace(String.raw`(\/`, String.raw`(\/?`)}"`),
  new RegExp(String.raw`\bwarp::path(?:!|::path)?\(\s*"${path.replace(String.raw`(\/`, String.raw`(\/?`)}"`)
];
