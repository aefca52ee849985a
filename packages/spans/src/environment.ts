export const environmentPattern = /^[a-z0-9_-]{1,40}$/;

/** OpenTelemetry puts no limits on environment names; ours are short and lower-case. */
export function environmentName(text: string): string {
  if (environmentPattern.test(text)) return text;
  return text
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, "-")
    .slice(0, 40);
}
