interface DownloadTarget {
  projectId: string;
  traceId: string;
  /** With a field: one text. Without: the whole trace. */
  span?: string;
  field?: string;
}

export function downloadUrl({ projectId, traceId, span, field }: DownloadTarget): string {
  const path = `/api/project/${encodeURIComponent(projectId)}/traces/${encodeURIComponent(traceId)}/download`;
  return span === undefined || field === undefined ? path : `${path}?${new URLSearchParams({ span, field })}`;
}
