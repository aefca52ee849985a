// Starts the built dashboard on DASHBOARD_PORT (3000) of DASHBOARD_HOST (all interfaces).
import { env } from "node:process";

env.PORT = env.DASHBOARD_PORT || "3000";
env.HOSTNAME = env.DASHBOARD_HOST || "0.0.0.0";
env.NEXT_TELEMETRY_DISABLED = "1";
await import("./.next/standalone/apps/dashboard/server.js");
