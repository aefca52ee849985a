/** The pages of a project's settings, in their order; each lies at /project/[projectId]/settings/<path>. */
export const settingsTabs = [
  { path: "general", label: "General" },
  { path: "keys", label: "API keys" },
  { path: "prices", label: "Prices" },
  { path: "targets", label: "Targets" },
  { path: "audit", label: "Audit log" },
] as const;
