import { z } from "zod";

const text = (maxLength: number) => z.string().trim().min(1).max(maxLength).optional();

/** For the env.ts of the process that runs the first start; empty values count as unset there. */
export const initEnv = {
  PLUMBLINE_INIT_ORG_NAME: text(100),
  PLUMBLINE_INIT_PROJECT_ID: text(200),
  PLUMBLINE_INIT_PROJECT_NAME: text(100),
  PLUMBLINE_INIT_PROJECT_RETENTION: z.coerce.number().int().min(1).max(36_500).optional(),
  PLUMBLINE_INIT_PUBLIC_KEY: text(200),
  PLUMBLINE_INIT_SECRET_KEY: text(200),
  PLUMBLINE_INIT_GATEWAY_KEY: text(200),
  PLUMBLINE_INIT_USER_EMAIL: z.email().max(320).toLowerCase().optional(),
  PLUMBLINE_INIT_USER_PASSWORD: z.string().min(1).max(1024).optional(),
};

export type InitEnv = { [Name in keyof typeof initEnv]?: z.output<(typeof initEnv)[Name]> };
