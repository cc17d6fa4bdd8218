import { within } from '../../reading/paths.ts';
import type { Reader, SourceFile } from '../../reading/reader.ts';
import type { DotnetProject } from './project.ts';
import { isElsewhere } from './versions.ts';

/** What a project is as it runs: it serves the web, works in the background, or is a site for browsers; null for the rest. */
export type Runs = 'web' | 'worker' | 'static' | null;

const testing =
  /^(?:Microsoft\.NET\.Test\.Sdk|xunit(?:\.v3)?|NUnit|MSTest(?:\.TestFramework)?|TUnit|BenchmarkDotNet)$/i;
/** Properties of what runs on phones and desktops, or only while developing. */
const elsewhere = ['UseMaui', 'UseWPF', 'UseWindowsForms', 'PackAsTool', 'IsTestProject', 'IsAspireHost'];
const mapping =
  /\.\s*(?:Map(?!DefaultEndpoints|HealthChecks|PrometheusScrapingEndpoint|OpenApi)\w+|UseEndpoints|UseMvc\w*|UseStartup|UseStaticFiles|UseBlazor\w+|UseGiraffe|UseFalco|UseFastEndpoints|UseOcelot|UseReverseProxy|UseWelcomePage|AddControllers\w*|AddRazorPages)\s*(?:<[^>\n]{0,200}>)?\(|\bapp\s*\.\s*Run\(\s*(?:async\b|\(?\s*(?:ctx|context|http)\b)|\bstartWebServer\b|\bwebHost\b|\bapplication\s*\{/i;
const pages =
  /(?:^|\/)(?:Controllers|Pages|Views|Components|Endpoints|Apis?|Hubs|Features|wwwroot)\/|\.(?:razor|cshtml|proto)$|Controller\.cs$/;
const background =
  /\bAddHostedService\b|\bBackgroundService\b|\bIHostedService\b|\bAddSubscription\b|\bIConsumer<|\bAddMassTransit\b|\bAddConsumers?\b|\bUseWolverine\b|\bAddQuartz\b|\bHangfire\b|\bNServiceBus\b|\bEventBus\b|\bServiceBusProcessor\b/;
const forever =
  /\bwhile\s*\(\s*(?:true|!\w+\.IsCancellationRequested)\s*\)|\bBasicConsume\w*\(|\.Subscribe\(|\bListLeftPop\w*\(/;
const listening =
  /\bWebApplication\s*\.\s*Create|\bConfigureWebHost\w*|\bHttpListener\b|\bKestrel\b|\bUseKestrel\b|\bstartWebServer\b/;

const isOn = (project: DotnetProject, name: string): boolean => {
  const stated = project.property(name);
  return stated !== null && !stated.conditional && /^true$/i.test(stated.value);
};

/** Whether a project builds a program at all, be it one of the command line; tests and windows are none. */
export const isProgram = (project: DotnetProject): boolean =>
  /^exe$/i.test(project.property('OutputType')?.value ?? '') &&
  !elsewhere.some((name) => isOn(project, name)) &&
  !isElsewhere(project) &&
  !project.packages.some((each) => testing.test(each.name));

/** How a project runs, by its SDK, its output and what its entry points do. */
export function runsAs(reader: Reader, project: DotnetProject, entries: SourceFile[]): Runs {
  if (elsewhere.some((name) => isOn(project, name))) return null;
  if (isElsewhere(project) || project.packages.some((each) => testing.test(each.name))) return null;
  const code = entries.map((file) => file.text).join('\n');
  switch (project.sdk) {
    case 'Microsoft.NET.Sdk.Web':
      return servesNothing(reader, project, code) ? 'worker' : 'web';
    case 'Microsoft.NET.Sdk.Worker':
      return listening.test(code) && mapping.test(code) ? 'web' : 'worker';
    case 'Microsoft.NET.Sdk.BlazorWebAssembly':
      return 'static';
    case 'Microsoft.NET.Sdk':
      return /^exe$/i.test(project.property('OutputType')?.value ?? '') ? programRuns(project, code) : null;
    default:
      return null;
  }
}

/** Whether a project for the web has no page, no route and no service, so that it only listens for how it is. */
function servesNothing(reader: Reader, project: DotnetProject, code: string): boolean {
  if (code === '' || mapping.test(code)) return false;
  const own = reader.tree.below(project.folder, /\.(?:cs|fs|razor|cshtml|proto)$|\/wwwroot\//);
  return !own.some((path) => pages.test(within(project.folder, path) ?? path)) && background.test(code);
}

function programRuns(project: DotnetProject, code: string): Runs {
  if (listening.test(code)) return 'web';
  const hosts = project.packages.some((each) => /^Microsoft\.Extensions\.Hosting$/i.test(each.name));
  if (background.test(code) && hosts) return 'worker';
  return forever.test(code) ? 'worker' : null;
}
