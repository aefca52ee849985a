// Starts the built dashboard on DASHBOARD_PORT (3000) of DASHBOARD_HOST (all interfaces).
process.env.PORT = process.env.DASHBOARD_PORT || "3000";
process.env.HOSTNAME = process.env.DASHBOARD_HOST || "0.0.0.0";
process.env.NEXT_TELEMETRY_DISABLED = "1";
await import("./.next/standalone/apps/dashboard/server.js");
