import { sveltekit } from '@sveltejs/kit/vite';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';

/** The site's components in a simulated page. */
export default defineConfig({
  plugins: [sveltekit({ files: { src: 'site', assets: 'site/static' } }), svelteTesting()],
  test: { name: 'components', include: ['test/components/**/*.test.ts'], environment: 'jsdom' }
});
