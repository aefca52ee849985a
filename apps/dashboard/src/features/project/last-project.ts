/** Which project a browser had open last; a cookie, for the server has to know before the page. */
export const lastProjectCookie = "plumbline-project";

const yearSeconds = 365 * 24 * 3_600;

export function rememberProject(projectId: string): void {
  document.cookie = `${lastProjectCookie}=${encodeURIComponent(projectId)}; path=/; max-age=${yearSeconds}; samesite=lax`;
}
