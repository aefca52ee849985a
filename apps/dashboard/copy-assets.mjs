// The standalone output leaves the static files to a CDN; here the server serves them itself.
import { cp, rm } from "node:fs/promises";
import { join } from "node:path";

const from = join(import.meta.dirname, ".next/static");
const to = join(import.meta.dirname, ".next/standalone/apps/dashboard/.next/static");
await rm(to, { recursive: true, force: true });
await cp(from, to, { recursive: true });
