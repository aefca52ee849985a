import { randomUUID } from "node:crypto";
import { type Permission, rolePermissions } from "@plumbline/access/permissions";
import type { Role } from "@plumbline/access/roles";
import { TRPCError } from "@trpc/server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import type { AppRouter } from "../routers/app-router.ts";
import type { Access } from "../trpc.ts";
import { letIn } from "./sample.fixture.ts";
import { samples } from "./samples.fixture.ts";
import { createWorld, type Person, people, type Target, targets, type World } from "./world.fixture.ts";

type Outcome = "ok" | "UNAUTHORIZED" | "FORBIDDEN" | "NOT_FOUND";

let world: World;
let router: AppRouter;

beforeAll(async () => {
  world = await createWorld();
  // After the environment is set, which its modules read.
  router = (await import("../routers/app-router.ts")).appRouter;
});
afterAll(() => world?.db.$disconnect());

/** The role that counts where the call goes; null for whoever must not learn that it exists. */
function roleAt(person: Person | null, target: Target, of: "project" | "organization"): Role | null {
  if (person === null || person === "stranger") return null;
  if (target === "foreign" || target === "missing" || target === "deleted") return null;
  const everywhere = { owner: "owner", admin: "admin", member: "member", viewer: "viewer" } as const;
  if (person === "lifted") return of === "project" && target === "own" ? "admin" : "viewer";
  if (person === "lowered") return of === "project" && target === "own" ? "viewer" : "owner";
  return everywhere[person];
}

function expectedFor(access: Access, person: Person | null, target: Target): Outcome {
  if (access.of === "anybody") return "ok";
  if (person === null) return "UNAUTHORIZED";
  if (access.of === "user") return "ok";
  const role = roleAt(person, target, access.of);
  if (role === null) return "NOT_FOUND";
  return holds(role, access.permission) ? "ok" : "FORBIDDEN";
}

function holds(role: Role, permission: Permission): boolean {
  return rolePermissions[role].includes(permission);
}

/** At run time one flat record by path, whatever the nesting of routers. */
const flatProcedures = z.record(z.string(), z.custom<{ _def: { meta?: Access } }>());

const procedures = () =>
  Object.entries(flatProcedures.parse(router._def.procedures)).map(([path, { _def }]) => ({
    path,
    access: _def.meta,
  }));

async function call(path: string, person: Person | null, target: Target): Promise<Outcome> {
  const sample = samples[path];
  if (sample === undefined) throw new Error(`No sample for ${path}`);
  const user = person === null ? null : world.users[person];
  const input = await sample({ ...world, caller: user }, target);
  let procedure: unknown = router.createCaller({
    user,
    requestId: randomUUID(),
    getAddress: async () => randomUUID(),
    isStillSignedIn: async () => true,
  });
  for (const segment of path.split(".")) procedure = Reflect.get(Object(procedure), segment);
  if (typeof procedure !== "function") throw new Error(`No procedure ${path}`);
  try {
    await procedure(input);
    return "ok";
  } catch (error) {
    if (!(error instanceof TRPCError)) throw error;
    if (error.code === letIn[path]) return "ok";
    if (error.code === "UNAUTHORIZED" || error.code === "FORBIDDEN" || error.code === "NOT_FOUND") {
      return error.code;
    }
    throw error;
  } finally {
    // Who has left comes back for the next call.
    if (path === "membership.leave") await world.restoreMemberships();
  }
}

test("every procedure declares whom it is for, and has a sample", () => {
  expect(procedures().filter(({ access }) => access === undefined)).toEqual([]);
  expect(
    procedures()
      .map(({ path }) => path)
      .toSorted(),
  ).toEqual(Object.keys(samples).toSorted());
});

describe.each(Object.keys(samples))("%s", (path) => {
  test.each([...people, null])("called by %s, in every place", async (person) => {
    const access = procedures().find((procedure) => procedure.path === path)?.access;
    if (access === undefined) throw new Error(`${path} declares nothing`);
    const isPlaced = access.of === "project" || access.of === "organization";
    for (const target of isPlaced ? targets : (["own"] as const)) {
      expect([target, await call(path, person, target)]).toEqual([
        target,
        expectedFor(access, person, target),
      ]);
    }
  });
});
