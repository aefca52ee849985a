/** Where the list of a project can be had as a file; see the handler for the parameters. */
export function exportAddress(projectId: string, params?: Record<string, string>): string {
  const search = params ? `?${new URLSearchParams(params)}` : "";
  return `/api/project/${encodeURIComponent(projectId)}/traces/export${search}`;
}
