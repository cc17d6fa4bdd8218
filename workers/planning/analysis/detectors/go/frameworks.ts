import type { Dependency } from '../../detector.ts';

/** A web framework by the path of its module; `port` is the one that its own documents use. */
export interface GoFramework {
  name: string;
  port: number;
  by: Dependency;
}

/** Those that rest on others first. */
const frameworks: [RegExp, string, number][] = [
  [/^github\.com\/pocketbase\/pocketbase$/, 'pocketbase', 8090],
  [/^github\.com\/danielgtaylor\/huma(?:\/|$)/, 'huma', 8888],
  [/^github\.com\/goravel\/framework$/, 'goravel', 3000],
  [/^github\.com\/gobuffalo\/buffalo$/, 'buffalo', 3000],
  [/^github\.com\/zeromicro\/go-zero$/, 'go-zero', 8888],
  [/^github\.com\/go-kratos\/kratos(?:\/|$)/, 'kratos', 8000],
  [/^github\.com\/cloudwego\/hertz$/, 'hertz', 8888],
  [/^github\.com\/kataras\/iris(?:\/|$)/, 'iris', 8080],
  [/^github\.com\/revel\/revel$/, 'revel', 9000],
  [/^github\.com\/(?:beego|astaxie)\/beego(?:\/|$)/, 'beego', 8080],
  [/^github\.com\/gin-gonic\/gin$/, 'gin', 8080],
  [/^github\.com\/labstack\/echo(?:\/|$)/, 'echo', 1323],
  [/^github\.com\/gofiber\/fiber(?:\/|$)/, 'fiber', 3000],
  [/^github\.com\/go-chi\/chi(?:\/|$)/, 'chi', 8080],
  [/^github\.com\/gorilla\/mux$/, 'gorilla', 8080],
  [/^github\.com\/julienschmidt\/httprouter$/, 'httprouter', 8080],
  [/^github\.com\/valyala\/fasthttp$/, 'fasthttp', 8080]
];

/** The framework among a module's dependencies, with the one that says so. */
export function goFrameworkOf(dependencies: Dependency[]): GoFramework | null {
  for (const [pattern, name, port] of frameworks) {
    const by = dependencies.find((each) => pattern.test(each.name));
    if (by) return { name, port, by };
  }
  return null;
}
