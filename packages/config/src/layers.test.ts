import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { developmentRooms, layers, owners } from "./layers.ts";

const root = resolve(import.meta.dirname, "../../..");

interface Manifest {
  room: string;
  directory: string;
  dependencies: string[];
  devDependencies: string[];
}

function manifests(): Manifest[] {
  const directories = ["apps", "packages"].flatMap((parent) =>
    readdirSync(join(root, parent)).map((name) => join(root, parent, name)),
  );
  return [...directories, join(root, "e2e")]
    .filter((directory) => existsSync(join(directory, "package.json")))
    .map((directory) => {
      const manifest = JSON.parse(readFileSync(join(directory, "package.json"), "utf8"));
      return {
        room: String(manifest.name).replace("@plumbline/", ""),
        directory,
        dependencies: Object.keys(manifest.dependencies ?? {}),
        devDependencies: Object.keys(manifest.devDependencies ?? {}),
      };
    });
}

/** What is wrong with one manifest, in sentences. */
function violations(manifest: Pick<Manifest, "room" | "dependencies">): string[] {
  const allowed = layers[manifest.room];
  const found: string[] = [];
  if (developmentRooms.includes(manifest.room)) return found;
  if (!allowed) return [`${manifest.room} is not in the table of layers`];
  for (const dependency of manifest.dependencies) {
    const room = dependency.startsWith("@plumbline/") ? dependency.slice("@plumbline/".length) : null;
    if (room !== null && !allowed.includes(room)) found.push(`${manifest.room} must not import ${room}`);
    const owner = owners[dependency];
    if (owner && owner !== manifest.room) {
      found.push(`${dependency} belongs to ${owner}, not to ${manifest.room}`);
    }
  }
  return found;
}

describe("layers", () => {
  it("every manifest keeps to the table", () => {
    expect(manifests().flatMap(violations)).toEqual([]);
  });

  it("refuses an upward import, a foreign client and an unknown room", () => {
    expect(violations({ room: "ingestion", dependencies: ["@plumbline/db"] })).toHaveLength(1);
    expect(violations({ room: "services", dependencies: ["@clickhouse/client"] })).toHaveLength(1);
    expect(violations({ room: "shared", dependencies: [] })).toHaveLength(1);
  });

  it("nothing that ships depends on a development room", () => {
    const shipping = manifests().filter(({ room }) => !developmentRooms.includes(room));
    const broken = shipping.filter(({ dependencies }) =>
      dependencies.some((name) => developmentRooms.includes(name.replace("@plumbline/", ""))),
    );
    expect(broken.map(({ room }) => room)).toEqual([]);
  });

  it("the table itself has no cycle", () => {
    const visiting = new Set<string>();
    const visit = (room: string): void => {
      expect(visiting.has(room), `cycle through ${room}`).toBe(false);
      visiting.add(room);
      for (const next of layers[room] ?? []) visit(next);
      visiting.delete(room);
    };
    for (const room of Object.keys(layers)) visit(room);
  });
});
