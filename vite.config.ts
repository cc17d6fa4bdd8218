import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';
import adapter from './site/adapter.js';

/** Scripts only from here and with the page's nonce; styles also inline, since components place themselves by them. */
const csp = {
  directives: {
    'default-src': ['self' as const],
    'script-src': ['self' as const],
    'style-src': ['self' as const, 'unsafe-inline' as const],
    'img-src': ['self' as const, 'data:' as const],
    'connect-src': ['self' as const],
    'object-src': ['none' as const],
    'base-uri': ['self' as const],
    'form-action': ['self' as const],
    'frame-ancestors': ['none' as const]
  }
};

export default defineConfig({
  plugins: [tailwindcss(), sveltekit({ adapter: adapter(), files: { src: 'site', assets: 'site/static' }, csp })],
  // The domain's schemas are built when their file is loaded; where the browser needs only a constant beside them, they go.
  build: { assetsInlineLimit: 0, rolldownOptions: { treeshake: { manualPureFunctions: ['z'] } } },
  // `vite dev` reloads pages as they are edited; the API and its sockets stay in `wrangler dev`.
  server: { port: 5173, proxy: { '/api': { target: 'http://127.0.0.1:8787', ws: true } } }
});
