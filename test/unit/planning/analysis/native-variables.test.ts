import { describe, expect, it } from 'vitest';
import { healthInCode, portInCode } from '../../../../workers/planning/analysis/code-facts.ts';
import { variablesInCode } from '../../../../workers/planning/analysis/env/code.ts';

/** Each variable as its name, its default and whether it must be set. */
const read = (path: string, text: string) =>
  variablesInCode([{ path, text }]).map((each) => `${each.name}=${each.default ?? ''} ${each.required}`);

describe('the variables of Rust code', () => {
  const rust = (text: string) => read('src/main.rs', text);

  it('must be set where the program stops without them', () => {
    expect(rust('let url = std::env::var("DATABASE_URL").expect("set it");')).toEqual(['DATABASE_URL= true']);
    expect(rust('let key = env::var("API_KEY")?;')).toEqual(['API_KEY= true']);
    expect(rust('let key = env::var("API_KEY")\n    .unwrap();')).toEqual(['API_KEY= true']);
  });

  it('need not be set where the code falls back', () => {
    expect(rust('env::var("PORT").unwrap_or("8080".into())')).toEqual(['PORT=8080 false']);
    expect(rust('env::var("PORT").unwrap_or_else(|_| "8080".to_string())')).toEqual(['PORT=8080 false']);
    expect(rust('dotenvy::var("MAIL_HOST").ok();')).toEqual(['MAIL_HOST= false']);
  });

  it('are those of the build where the compiler reads them, Cargo’s own left out', () => {
    const found = variablesInCode([{ path: 'src/a.rs', text: 'env!("APP_KEY"); env!("CARGO_PKG_VERSION");' }]);
    expect(found.map(({ name, buildTime }) => [name, buildTime])).toEqual([['APP_KEY', true]]);
  });

  it('are what clap’s arguments name', () => {
    const text = `use clap::Parser;
#[derive(Parser)]
struct Args {
    /// Where the database is
    #[arg(long, env = "DB_URL")]
    database: String,
    #[clap(short, long, env, default_value_t = 8080)]
    port: u16,
    #[arg(env = "MAIL_FROM")]
    from: Option<String>,
    #[arg(long)]
    verbose: bool
}`;
    expect(rust(text)).toEqual(['DB_URL= true', 'PORT=8080 false', 'MAIL_FROM= false']);
    expect(variablesInCode([{ path: 'a.rs', text }])[0]!.describes).toBe('Where the database is');
  });

  it('are the fields that envy and figment fill', () => {
    const struct =
      'struct Config {\n    database_url: String,\n    #[serde(default)]\n    workers: u8,\n    mail: Option<String>,\n}\n';
    expect(rust(`${struct}let c = envy::prefixed("SHOP_").from_env::<Config>()?;`)).toEqual([
      'SHOP_DATABASE_URL= true',
      'SHOP_WORKERS= false',
      'SHOP_MAIL= false'
    ]);
    expect(rust(`${struct}Figment::new().merge(Env::prefixed("SHOP_"))`)[0]).toBe('SHOP_DATABASE_URL= false');
  });
});

describe('the variables of Go code', () => {
  const go = (text: string, path = 'main.go') => read(path, text);

  it('must be set where the program stops without them', () => {
    const text = 'port := os.Getenv("PORT")\n\tif port == "" {\n\t\tlog.Fatal("PORT must be set")\n\t}';
    expect(go(text)).toContain('PORT= true');
    expect(go('mustMapEnv(&svc.addr, "CART_ADDR")')).toEqual(['CART_ADDR= true']);
    expect(go('x := os.Getenv("PORT")\n\tif x == "" {\n\t\tx = "8080"\n\t}')).toEqual(['PORT= false']);
  });

  it('are what the tags of structs name, with their defaults', () => {
    const text = `type Config struct {
	Host string \`env:"HOST" envDefault:"localhost"\`
	Key  string \`env:"API_KEY,required"\`
	URL  string \`env:"PG_URL" env-required:"true"\`
	Size int    \`envconfig:"POOL_SIZE" default:"4"\`
	Mail string \`conf:"env:MAIL_HOST,default:mx"\`
	Json string \`json:"env"\`
}`;
    expect(go(text)).toEqual([
      'HOST=localhost false',
      'API_KEY= true',
      'PG_URL= true',
      'POOL_SIZE=4 false',
      'MAIL_HOST=mx false'
    ]);
  });

  it('have the prefix that another struct gives theirs', () => {
    const text = `type Config struct {
	DB Database \`envPrefix:"DB_"\`
}

type Database struct {
	Host string \`env:"HOST"\`
}`;
    expect(go(text)).toEqual(['DB_HOST= null']);
  });

  it('are the keys that viper fills, and the flags that a variable stands for', () => {
    const viper =
      'viper.SetEnvPrefix("shop")\nviper.AutomaticEnv()\nviper.SetDefault("http.port", 8080)\nviper.BindEnv("key", "SHOP_KEY")\n';
    expect(go(viper)).toEqual(['SHOP_KEY= null', 'SHOP_HTTP_PORT=8080 false']);
    const flag = '&cli.StringFlag{Name: "dsn", EnvVars: []string{"SHOP_DSN"}, Required: true, Usage: "the database"}';
    expect(go(flag)).toEqual(['SHOP_DSN= true']);
  });

  it('are the keys of a table of options in a file of settings', () => {
    const row = (name: string, value: string) => `\t"${name}": {\n\t\trawValue: "${value}",\n\t},\n`;
    const table = ['A_KEY', 'A_KEY_FILE', 'B_URL', 'C_PORT', 'D_HOST']
      .map((name) => row(name, name === 'C_PORT' ? '80' : ''))
      .join('');
    expect(go(table, 'internal/config/options.go')).toEqual([
      'A_KEY= false',
      'B_URL= false',
      'C_PORT=80 false',
      'D_HOST= false'
    ]);
    expect(go(table, 'internal/names.go')).toEqual([]);
  });
});

describe('the variables of Deno code', () => {
  it('have the value that stands beside them', () => {
    expect(read('main.ts', 'Deno.env.get("PORT") ?? "8000"; Deno.env.get("KEY")!; Deno.env.get("NAME")')).toEqual([
      'PORT=8000 false',
      'KEY= true',
      'NAME= null'
    ]);
  });
});

describe('the port of a compiled program', () => {
  it.each([
    ['main.go', 'flag.String("addr", ":9100", "where to listen")', 9100],
    ['main.go', 'root.Flags().IntP("port", "p", 9101, "port")', 9101],
    ['main.go', 'viper.SetDefault("server.port", 9102)', 9102],
    ['main.go', 'Port int `env:"HTTP_PORT" envDefault:"9103"`', 9103],
    ['main.go', 'port := getEnv("SHOP_PORT_NUMBER", "9112")', 9112],
    ['options.go', 'SSH uint16 `default:"22"`\nListen uint `long:"listen" default:"9113"`', 9113],
    ['main.rs', 'let addr = SocketAddr::from(([0, 0, 0, 0], 9104));', 9104],
    ['main.rs', 'std::env::var("PORT")\n    .unwrap_or_else(|_| "9105".to_string())', 9105],
    ['main.rs', '#[arg(long, env = "PORT", default_value = "9106")]\n    port: u16,', 9106],
    ['main.rs', 'SocketAddr::new(Ipv4Addr::UNSPECIFIED, 9107)', 9107],
    ['Rocket.toml', '[default]\nport = 9108\n', 9108],
    ['configuration/base.yaml', 'database:\n  port: 5432\napplication:\n  port: 9109\n', 9109],
    ['main.cc', 'drogon::app().addListener("0.0.0.0", 9110).run();', 9110],
    ['main.cpp', 'app.port(9111).multithreaded().run();', 9111]
  ])('is read of %s: %s', (path, text, port) => {
    expect(portInCode([{ path, text }])?.port).toBe(port);
  });
});

describe('the health route of a compiled program', () => {
  it.each([
    ['main.go', 'mux.HandleFunc("GET /healthcheck", check)', '/healthcheck'],
    ['main.go', 'router.Handle("/healthz", check)', '/healthz'],
    ['main.rs', '.route("/health_check", get(check))', '/health_check'],
    ['main.rs', 'let health = warp::path!("healthz").map(|| "ok");', '/healthz'],
    ['main.cpp', 'CROW_ROUTE(app, "/health")([] { return "ok"; });', '/health']
  ])('is read of %s: %s', (path, text, route) => {
    expect(healthInCode([{ path, text }])?.path).toBe(route);
  });
});
