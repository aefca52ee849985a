import { defineConfig, env } from "prisma/config";

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  datasource: {
    /** Read only by commands that connect: generating the client needs no database. */
    get url() {
      return env("DATABASE_URL");
    },
  },
});
