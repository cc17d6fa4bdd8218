import { describe, expect, it } from 'vitest';
import { analysisOf, onlyServiceOf } from './checkout-of.ts';

const project = (sdk: string, properties: string, ...items: string[]) =>
  `<Project Sdk="${sdk}">\n  <PropertyGroup>${properties}</PropertyGroup>\n  <ItemGroup>\n${items.map((each) => `    ${each}\n`).join('')}  </ItemGroup>\n</Project>\n`;
const net = (version: string) => `<TargetFramework>net${version}</TargetFramework>`;
const uses = (name: string, version = '1.0.0') => `<PackageReference Include="${name}" Version="${version}" />`;
const refers = (path: string) => `<ProjectReference Include="${path}" />`;
const webSdk = 'Microsoft.NET.Sdk.Web';
const program =
  'var builder = WebApplication.CreateBuilder(args);\nvar app = builder.Build();\napp.MapGet("/", () => "hello");\napp.Run();\n';
const shop = (more: Record<string, string> = {}) => ({
  'Shop.csproj': project(webSdk, net('9.0')),
  'Program.cs': program,
  ...more
});

describe('a server of ASP.NET', () => {
  it('is known by its SDK and its target, and listens where the image does', async () => {
    const service = await onlyServiceOf(shop());
    expect(service).toMatchObject({
      language: 'C#',
      framework: 'aspnetcore',
      runtimeVersion: '9.0',
      kind: 'web',
      port: 8080,
      startCommand: 'dotnet Shop.dll'
    });
    expect(service.dockerfile!.text).toContain('FROM mcr.microsoft.com/dotnet/sdk:9.0 AS build');
    expect(service.dockerfile!.text).toContain('FROM mcr.microsoft.com/dotnet/aspnet:9.0');
    expect(service.dockerfile!.text).toContain('ASPNETCORE_HTTP_PORTS=8080');
    expect(service.dockerfile!.text).toContain('USER $APP_UID');
  });

  it.each([
    [
      'of several targets the newest that runs on a server',
      '<TargetFrameworks>net8.0;net10.0;net10.0-windows</TargetFrameworks>',
      {},
      '10.0'
    ],
    [
      'what all projects share',
      '',
      { 'Directory.Build.props': `<Project><PropertyGroup>${net('8.0')}</PropertyGroup></Project>` },
      '8.0'
    ],
    ['a property of its own', '<Line>net8.0</Line><TargetFramework>$(Line)</TargetFramework>', {}, '8.0'],
    ['the old name', '<TargetFramework>netcoreapp3.1</TargetFramework>', {}, '3.1'],
    ['global.json where no target is stated', '', { 'global.json': '{ "sdk": { "version": "10.0.100" } }' }, '10.0']
  ])('runs on %s', async (_, properties, files, version) => {
    const service = await onlyServiceOf({ ...shop(files), 'Shop.csproj': project(webSdk, properties) });
    expect(service).toMatchObject({ runtimeVersion: version });
  });

  it('before .NET 8 is given its port and its user in the old way', async () => {
    const { dockerfile, port } = await onlyServiceOf(shop({ 'Shop.csproj': project(webSdk, net('6.0')) }));
    expect(port).toBe(80);
    expect(dockerfile!.text).toContain('ASPNETCORE_URLS=http://+:80');
    expect(dockerfile!.text).toContain('useradd');
  });

  it('is built by the very SDK that global.json insists on, or by its line where a newer one will do', async () => {
    const text = async (more: string) =>
      (await onlyServiceOf(shop({ 'global.json': `{ "sdk": { "version": "9.0.204"${more} } }` }))).dockerfile!.text;
    expect(await text('')).toContain('dotnet/sdk:9.0.204');
    expect(await text(', "rollForward": "latestFeature"')).toContain('dotnet/sdk:9.0 ');
  });

  it('listens and answers where its settings and its code say', async () => {
    const service = await onlyServiceOf(
      shop({
        'appsettings.json': '{ "Kestrel": { "Endpoints": { "Http": { "Url": "http://*:5080" } } } }',
        'Program.cs': program.replace('app.Run', 'app.UseHealthChecks("/health");\napp.Run')
      })
    );
    expect(service).toMatchObject({ port: 5080, health: '/health' });
  });

  it('is led to its datastores, and asked for what its settings leave open', async () => {
    const { services, datastores } = await analysisOf(
      shop({
        'Shop.csproj': project(
          webSdk,
          net('9.0'),
          uses('Npgsql.EntityFrameworkCore.PostgreSQL'),
          uses('StackExchange.Redis')
        ),
        'appsettings.json':
          '{ "ConnectionStrings": { "Shop": "Host=localhost;Database=shop;Username=me;Password=me", "Redis": "localhost:6379" }, "Mail": { "ApiKey": "" } }',
        'Program.cs': program.replace(
          'var app',
          'var log = builder.Configuration.GetConnectionString("LogDb");\nvar app'
        )
      })
    );
    expect(datastores.map(({ kind, requirement }) => `${kind} ${requirement}`).sort()).toEqual([
      'postgres required',
      'redis required'
    ]);
    const env = Object.fromEntries(services[0]!.env.map((each) => [each.name, each]));
    expect(env).toMatchObject({
      ConnectionStrings__Shop: { source: 'reference', secret: true, required: true },
      ConnectionStrings__Redis: { source: 'reference' },
      ConnectionStrings__LogDb: { source: 'reference' },
      Mail__ApiKey: { source: 'person', required: false }
    });
  });

  it('that keeps its data in a file needs no datastore, and finds the file again after a redeploy', async () => {
    const { services, datastores } = await analysisOf(
      shop({
        'Shop.csproj': project(
          webSdk,
          net('9.0'),
          uses('Microsoft.EntityFrameworkCore.Sqlite'),
          uses('Microsoft.EntityFrameworkCore.SqlServer')
        ),
        'appsettings.json': '{ "ConnectionStrings": { "Shop": "Data Source=shop.db;Cache=Shared" } }'
      })
    );
    expect(datastores.filter((store) => store.requirement === 'required')).toEqual([]);
    expect(services[0]!.env).toMatchObject([
      { name: 'ConnectionStrings__Shop', default: 'Data Source=/data/shop.db;Cache=Shared', source: 'default' }
    ]);
    expect(services[0]!.volumes).toEqual(['/data']);
    expect(services[0]!.dockerfile!.text).toContain('chown -R 1654:1654 /data');
  });
});

describe('a solution', () => {
  const files = {
    'Shop.slnx': '<Solution />',
    'Directory.Packages.props':
      '<Project><ItemGroup><PackageVersion Include="Npgsql" Version="9.0.0" /></ItemGroup></Project>',
    'src/Api/Api.csproj': project(webSdk, net('9.0'), refers('..\\Data\\Data.csproj'), refers('..\\Site\\Site.csproj')),
    'src/Api/Program.cs': program,
    'src/Data/Data.csproj': project('Microsoft.NET.Sdk', net('9.0'), '<PackageReference Include="Npgsql" />'),
    'src/Site/Site.csproj': project('Microsoft.NET.Sdk.BlazorWebAssembly', net('9.0')),
    'src/Mailer/Mailer.csproj': project('Microsoft.NET.Sdk.Worker', net('9.0'), refers('../Data/Data.csproj')),
    'src/Mailer/Program.cs': 'Host.CreateApplicationBuilder(args).Services.AddHostedService<Mailer>();\n',
    'src/Phone/Phone.csproj': project(
      'Microsoft.NET.Sdk',
      '<TargetFrameworks>net9.0-android;net9.0-ios</TargetFrameworks><OutputType>Exe</OutputType>'
    ),
    'src/Tool/Tool.csproj': project('Microsoft.NET.Sdk', `${net('9.0')}<OutputType>Exe</OutputType>`),
    'src/Tool/Program.cs': 'Console.WriteLine("done");\n',
    'src/Api.Checks/Api.Checks.csproj': project(webSdk, net('9.0'), uses('Microsoft.NET.Test.Sdk'))
  };

  it('has its servers and workers as services, not its libraries, tools, phones, checks and the sites that a server hands out', async () => {
    const { services, datastores } = await analysisOf(files);
    expect(services.map(({ path, kind, framework }) => `${path} ${kind} ${framework}`)).toEqual([
      'src/Api web aspnetcore',
      'src/Mailer worker null'
    ]);
    expect(datastores).toMatchObject([{ kind: 'postgres', requirement: 'required' }]);
  });

  it('is built from the folder that holds all of it', async () => {
    const { services } = await analysisOf(files);
    expect(services[1]!.dockerfile).toMatchObject({ context: '.' });
    expect(services[1]!.dockerfile!.text).toContain('dotnet publish src/Mailer/Mailer.csproj -c Release');
    expect(services[1]!.dockerfile!.text).toContain('FROM mcr.microsoft.com/dotnet/runtime:9.0');
  });

  it('that compose builds whole from its root is what its one server is', async () => {
    const service = await onlyServiceOf({
      'Shop.sln': '',
      Dockerfile: 'FROM mcr.microsoft.com/dotnet/aspnet:9.0\nCOPY . .\nCMD ["dotnet", "Api.dll"]\n',
      'compose.yaml': 'services:\n  shop:\n    build: .\n    ports: ["80:8080"]\n',
      'src/Api/Api.csproj': project(webSdk, net('9.0')),
      'src/Api/Program.cs': program
    });
    expect(service).toMatchObject({ language: 'C#', framework: 'aspnetcore', dockerfile: { origin: 'repository' } });
  });

  it('takes what is set only at times for no more than that', async () => {
    const service = await onlyServiceOf({
      'Directory.Build.props': `<Project><PropertyGroup>${net('9.0')}<IsTestProject Condition="$(MSBuildProjectName.EndsWith('.Checks'))">true</IsTestProject></PropertyGroup></Project>`,
      'src/Api/Api.csproj': project(webSdk, ''),
      'src/Api/Program.cs': program
    });
    expect(service).toMatchObject({ framework: 'aspnetcore', runtimeVersion: '9.0' });
  });

  it('of many projects is looked at where programs begin', async () => {
    const libraries = Object.fromEntries(
      Array.from({ length: 60 }, (_, at) => [`src/A${at}/A${at}.csproj`, project('Microsoft.NET.Sdk', net('9.0'))])
    );
    const { services } = await analysisOf({
      ...libraries,
      'src/Zoo/Zoo.csproj': project(webSdk, net('9.0')),
      'src/Zoo/Program.cs': program
    });
    expect(services.map((service) => service.path)).toEqual(['src/Zoo']);
  });

  it('has a server for the web that serves nothing but how it is as a worker', async () => {
    const { services } = await analysisOf({
      'src/Payer/Payer.csproj': project(webSdk, net('9.0')),
      'src/Payer/Program.cs':
        'var builder = WebApplication.CreateBuilder(args);\nbuilder.Services.AddHostedService<Payer>();\nvar app = builder.Build();\napp.MapDefaultEndpoints();\napp.Run();\n'
    });
    expect(services).toMatchObject([{ kind: 'worker', port: null }]);
  });
});

describe('an Aspire app host', () => {
  const host = [
    'var builder = DistributedApplication.CreateBuilder(args);',
    'var cache = builder.AddRedis("cache");',
    'var server = builder.AddPostgres("server").WithLifetime(ContainerLifetime.Persistent);',
    'var stock = server.AddDatabase("stockdb");',
    '// var queue = builder.AddRabbitMQ("queue");',
    'var api = builder.AddProject<Projects.Shop_Api>("shop-api")',
    '    .WithReference(stock)',
    '    .WithHttpHealthCheck("/ready");',
    'var endpoint = api.GetEndpoint("http");',
    'var web = builder.AddProject<Projects.Shop_Web>("shop-web").WithReference(cache);',
    'web.WithEnvironment("Api__Url", endpoint);',
    'builder.Build().Run();'
  ].join('\n');
  const files = {
    'AppHost/Shop.AppHost.csproj': project('Aspire.AppHost.Sdk/13.0.0', `${net('10.0')}<OutputType>Exe</OutputType>`),
    'AppHost/Program.cs': host,
    'Api/Shop.Api.csproj': project(webSdk, net('10.0')),
    'Api/Program.cs': program,
    'Web/Shop.Web.csproj': project(webSdk, net('10.0')),
    'Web/Program.cs': program
  };

  it('names the services and gives them their datastores', async () => {
    const { services, datastores } = await analysisOf(files);
    expect(services.map(({ name, health }) => `${name} ${health}`)).toEqual(['shop-api /ready', 'shop-web null']);
    expect(datastores.map(({ kind, requirement }) => `${kind} ${requirement}`).sort()).toEqual([
      'postgres required',
      'redis required'
    ]);
    const names = services.map((service) => service.env.map((each) => `${each.name} ${each.source}`));
    expect(names).toEqual([
      ['ConnectionStrings__stockdb reference'],
      ['ConnectionStrings__cache reference', 'Api__Url default']
    ]);
  });

  it('is no service itself', async () => {
    const { services } = await analysisOf(files);
    expect(services.map((service) => service.path)).not.toContain('AppHost');
  });
});
