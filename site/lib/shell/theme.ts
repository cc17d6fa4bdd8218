export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];
export const themeCookie = 'hydron_theme';

/** The theme that a cookie's value names; the system's for anything else. */
export const readTheme = (value: string | undefined): Theme => themes.find((theme) => theme === value) ?? 'system';

/** Applies a theme to this page and keeps it for a year. */
export function setTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
  document.cookie = `${themeCookie}=${theme}; path=/; max-age=31536000; samesite=lax`;
}
