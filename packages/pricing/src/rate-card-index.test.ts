import { describe, expect, test } from "vitest";
import { createPriceBook } from "./price-book.ts";
import { listPublicPrices } from "./public-prices.ts";
import { findPublicCard } from "./rate-card-index.ts";

const book = createPriceBook();
const atUs = Date.UTC(2026, 5, 1) * 1_000;

describe("the card that a row names", () => {
  test("is found with its model and its rates, whatever the size and tier of the call", () => {
    for (const query of [
      { provider: "openai", model: "gpt-4o" },
      { provider: "openai", model: "gpt-4o", serviceTier: "batch" },
      { provider: "openai", model: "gpt-4o", serviceTier: "priority" },
      { provider: "google", model: "gemini-2.5-pro", inputTokens: 250_000 },
      { provider: "google", model: "gemini-2.5-pro", inputTokens: 250_000, serviceTier: "batch" },
      { provider: "anthropic", model: "claude-sonnet-4-5" },
    ]) {
      const card = book.resolve({ ...query, atUs });
      expect(card, JSON.stringify(query)).not.toBeNull();
      const found = findPublicCard(card?.id ?? "");
      expect(found?.card).toEqual(card);
      expect(found?.modelId).toMatch(new RegExp(`^${query.provider}/`));
    }
  });

  test("is found for every model that is listed", () => {
    for (const { id, card } of listPublicPrices(atUs))
      expect(findPublicCard(card.id)).toEqual({ modelId: id, card });
  });

  test("is unknown when no price list has it, or when the multiple is another one", () => {
    const { id = "" } = book.resolve({ provider: "openai", model: "gpt-4o", atUs }) ?? {};
    for (const unknown of ["", "custom/x", `${id}x`, `${id}+batch*1/3`, `${id}+none*1/2`])
      expect(findPublicCard(unknown)).toBeNull();
  });
});
