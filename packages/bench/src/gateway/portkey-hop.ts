import cluster from "node:cluster";

/** `node portkey-hop.ts <port> <entry of the package> <workers>`: its server as it is, once per worker. */
const [port = "0", entry = "", workers = "1"] = process.argv.slice(2);
let listening = 0;

cluster.setupPrimary({ exec: entry, execArgv: [], args: [`--port=${port}`, "--headless"], silent: true });
// Or it refuses an upstream on this machine.
const env = { TRUSTED_CUSTOM_HOSTS: "127.0.0.1,localhost" };
for (let index = 0; index < Number(workers); index += 1) cluster.fork(env);
cluster.on("listening", () => {
  listening += 1;
  if (listening === Number(workers)) process.send?.("ready");
});
process.on("disconnect", () => {
  for (const worker of Object.values(cluster.workers ?? {})) worker?.kill("SIGKILL");
  process.exit(0);
});
