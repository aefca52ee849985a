import { describe, expect, it } from "vitest";
import { builtInColumns, moveColumn, parseColumns, serializeColumns, toggleColumn } from "./columns.ts";

describe("columns of the list", () => {
  it("reads back what it wrote, in its order", () => {
    expect(parseColumns(serializeColumns(["cost", "name", "start"]))).toEqual(["cost", "name", "start"]);
    expect(parseColumns(serializeColumns(builtInColumns))).toEqual(builtInColumns);
  });

  it("leaves out what is no column, and repetitions", () => {
    expect(parseColumns("name,cost,constructor,cost,,nonsense")).toEqual(["name", "cost"]);
    expect(parseColumns("nonsense")).toBeNull();
    expect(parseColumns("")).toBeNull();
  });

  it("always has the name, by which a row is opened", () => {
    expect(parseColumns("cost,user")).toEqual(["name", "cost", "user"]);
    expect(toggleColumn(["name", "cost"], "name")).toEqual(["name", "cost"]);
  });

  it("shows a column at the end and hides it again", () => {
    const shown = toggleColumn(["start", "name"], "release");
    expect(shown).toEqual(["start", "name", "release"]);
    expect(toggleColumn(shown, "start")).toEqual(["name", "release"]);
  });

  it("moves a column within bounds", () => {
    expect(moveColumn(["start", "name", "cost"], "cost", 0)).toEqual(["cost", "start", "name"]);
    expect(moveColumn(["start", "name", "cost"], "start", 1)).toEqual(["name", "start", "cost"]);
    expect(moveColumn(["start", "name", "cost"], "cost", 9)).toEqual(["start", "name", "cost"]);
    expect(moveColumn(["start", "name", "cost"], "start", -1)).toEqual(["start", "name", "cost"]);
  });
});
