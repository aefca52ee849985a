import { expect, test } from "vitest";
import { createBodyBudget, createLane } from "./body-budget.ts";

test("a budget refuses what does not fit and takes it once there is room", () => {
  const budget = createBodyBudget(10);
  budget.take(8);
  expect(() => budget.take(3)).toThrow(expect.objectContaining({ code: "unavailable" }));
  expect(budget.heldBytes()).toBe(8);
  budget.give(8);
  budget.take(10);
});

test("a lane lets its width in, the others in order, and refuses a crowd", async () => {
  const lane = createLane({ width: 1, maxWaiting: 2 });
  const order: number[] = [];
  const leave = await lane.enter();
  const second = lane.enter().then((leaveNext) => {
    order.push(2);
    leaveNext();
    leaveNext();
  });
  const third = lane.enter().then((leaveNext) => {
    order.push(3);
    leaveNext();
  });
  await expect(lane.enter()).rejects.toMatchObject({ code: "unavailable" });
  leave();
  await Promise.all([second, third]);
  expect(order).toEqual([2, 3]);
  const again = await lane.enter();
  let entered = false;
  const waiting = lane.enter().then(() => {
    entered = true;
  });
  await Promise.resolve();
  expect(entered).toBe(false);
  again();
  await waiting;
});
