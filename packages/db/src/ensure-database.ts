import pg from "pg";

const databaseMissing = "3D000";
const alreadyThere = new Set(["42P04", "23505"]);

/** Creates the database that the URL names when the server does not have it. */
export async function ensureDatabase(url: string): Promise<void> {
  if (await canConnect(url)) return;
  const target = new URL(url);
  const name = decodeURIComponent(target.pathname.slice(1));
  target.pathname = "/postgres";
  const admin = new pg.Client({ connectionString: target.href });
  await admin.connect();
  try {
    await admin.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`);
  } catch (error) {
    // Another process was faster.
    if (!alreadyThere.has(errorCode(error))) throw error;
  } finally {
    await admin.end();
  }
}

async function canConnect(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    return true;
  } catch (error) {
    if (errorCode(error) === databaseMissing) return false;
    throw error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function errorCode(error: unknown): string {
  return typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
}
