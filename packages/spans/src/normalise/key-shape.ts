import type { KeyRole } from "../conventions/table.ts";

/** The codes of some rows, in their order, and the shapes that have one more. */
interface KeyShape {
  readonly codes: string;
  readonly next: Map<number, KeyShape>;
}

export const emptyShape: KeyShape = { codes: "", next: new Map() };

const rememberedShapes = 16_384;
let count = 0;

/** Clients send few shapes: walking the known ones gives one text for all spans instead of a new one each. */
export function shapeWith(shape: KeyShape, role: KeyRole): KeyShape {
  const known = shape.next.get(role.index);
  if (known !== undefined) return known;
  const longer: KeyShape = { codes: shape.codes + role.code, next: new Map() };
  if (count < rememberedShapes) {
    shape.next.set(role.index, longer);
    count++;
  }
  return longer;
}
