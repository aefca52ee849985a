import type { GatewaySnapshot, Pool } from "@plumbline/contracts/gateway-snapshot";
import { slotsOf, spareSlots } from "./slots-of.ts";

/** The slots that one worker holds on lease from the primary: taken and given back without asking. */
export interface SlotLeases {
  setPools(projects: GatewaySnapshot["projects"]): void;
  /** True when a held slot was free; the caller must `giveBack` it. */
  tryTake(replicaId: string): boolean;
  /** A grant: one slot is the caller's already, the rest are free. */
  granted(replicaId: string, slots: number): void;
  giveBack(replicaId: string): void;
  /** What must go back to the primary now: everything unused of replicas that somebody waits for. */
  takeSurplus(wanted: ReadonlySet<string>): [replicaId: string, slots: number][];
}

/** Unused slots of a replica beyond these, or its spare ones, are given back when nobody asks for them. */
const maxIdle = 4;

export function createSlotLeases(): SlotLeases {
  const idle = new Map<string, number>();
  let kept = new Map<string, number>();
  return {
    setPools(projects) {
      kept = new Map(projects.flatMap(({ pools }) => pools.flatMap(keptOf)));
    },
    tryTake(replicaId) {
      const free = idle.get(replicaId) ?? 0;
      if (free === 0) return false;
      idle.set(replicaId, free - 1);
      return true;
    },
    granted(replicaId, slots) {
      idle.set(replicaId, (idle.get(replicaId) ?? 0) + slots - 1);
    },
    giveBack(replicaId) {
      idle.set(replicaId, (idle.get(replicaId) ?? 0) + 1);
    },
    takeSurplus(wanted) {
      const surplus: [string, number][] = [];
      for (const [replicaId, free] of idle) {
        const known = kept.get(replicaId) ?? 0;
        const left = wanted.has(replicaId) ? 0 : known;
        if (free > left) surplus.push([replicaId, free - left]);
        if (known === 0) idle.delete(replicaId);
        else if (free > left) idle.set(replicaId, left);
      }
      return surplus;
    },
  };
}

/** Where nobody may wait nobody can ask for them back either. */
function keptOf({ queue, replicas }: Pool): [replicaId: string, slots: number][] {
  const mayWait = queue.max_length > 0;
  return replicas.map((each) => [each.id, mayWait ? Math.max(maxIdle, spareSlots(slotsOf(each))) : 0]);
}
