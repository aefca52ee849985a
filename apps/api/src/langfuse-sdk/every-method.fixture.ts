import { expect } from "vitest";

/** What clients could put into a name or an id; paths carry it encoded. */
export const awkward = "Ordner/ünï code? #1 100%+&=;:@,$'\u{1f680}";
export const missing = {
  statusCode: 404,
  body: { message: expect.any(String), error: "LangfuseNotFoundError" },
};
export const iso = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
export const pageOf = (totalItems: number, limit = 50) => ({
  page: 1,
  limit,
  totalItems,
  totalPages: Math.ceil(totalItems / limit),
});
export const ofRow = { createdAt: iso, updatedAt: iso };
export const trace = `trace ${awkward}`;
export const session = `session ${awkward}`;
export const span = `span ${awkward}`;
