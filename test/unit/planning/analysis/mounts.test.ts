import { describe, expect, it } from 'vitest';
import { healthInCode } from '../../../../workers/planning/analysis/code-facts.ts';

const health = (files: Record<string, string>) =>
  healthInCode(Object.entries(files).map(([path, text]) => ({ path, text })))?.path;

describe('the health route', () => {
  it('of an Express router lies below where that is mounted', () => {
    expect(
      health({
        'server.js': "const routes = require('./routes');\napp.use('/api/v2', routes.api);\n",
        'routes/all.js': "apiRouter.use('/health', checks);\nmodule.exports = { api: apiRouter };\n"
      })
    ).toBe('/api/v2/health');
    expect(
      health({
        'src/main.ts': "import { checks } from './checks.js';\napp.route('/internal', checks);\n",
        'src/checks.ts': "export const checks = new Hono();\nchecks.get('/ready', (c) => c.text('ok'));\n"
      })
    ).toBe('/internal/ready');
  });

  it('of a router that nothing mounts, or of the app itself, is as it stands', () => {
    expect(health({ 'a.js': "other.get('/health', f)" })).toBe('/health');
    expect(health({ 'a.js': "app.use('/api', app);\napp.get('/health', f)" })).toBe('/health');
  });

  it('of FastAPI has the prefixes of its routers, one of which a setting may hold', () => {
    expect(
      health({
        'app/config.py': 'class Settings:\n    API_STR: str = "/api/v1"\n',
        'app/main.py': 'app.include_router(api_router, prefix=settings.API_STR)\n',
        'app/api.py': 'api_router.include_router(utils.router)\n',
        'app/utils.py':
          'router = APIRouter(prefix="/utils", tags=["x"])\n\n@router.get("/health-check/")\ndef check(): ...\n'
      })
    ).toBe('/api/v1/utils/health-check/');
  });

  it('of a Flask blueprint has its prefix', () => {
    expect(
      health({
        'views.py': 'bp = Blueprint("v", __name__, url_prefix="/internal")\n\n@bp.route("/healthz")\ndef ok(): ...\n'
      })
    ).toBe('/internal/healthz');
  });

  it('of Django lies below the includes that lead to it, the newest of several', () => {
    expect(
      health({
        'shop/urls.py': 'urlpatterns = [\n    path("api/", include("shop.api.urls")),\n]\n',
        'shop/api/urls.py':
          'api_urls = [\n    path("status/", views.status),\n]\nurlpatterns = [\n    path("v1/", include(api_urls)),\n    path("v2/", include(api_urls)),\n]\n'
      })
    ).toBe('/api/v2/status/');
  });

  it('of a Go group has the paths of the groups', () => {
    const text = 'api := r.Group("/api")\n\tv1 := api.Group("/v1")\n\tv1.GET("/healthz", ok)\n';
    expect(health({ 'main.go': text })).toBe('/api/v1/healthz');
  });

  it('is found in linear time, whatever the code', () => {
    const started = performance.now();
    health({ 'a.js': `x.use('/health', y);\n${'const '.repeat(20_000)}`, 'b.js': "z.use('/a', y.x);\n".repeat(3000) });
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
