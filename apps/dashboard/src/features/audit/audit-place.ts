/** Whose entries: one project's, or those of an organisation and all its projects. */
export type AuditPlace = { projectId: string } | { organizationId: string };
