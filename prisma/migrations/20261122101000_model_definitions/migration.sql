-- AlterTable
ALTER TABLE "custom_prices" ADD COLUMN     "definition" JSON,
ADD COLUMN     "definition_id" TEXT,
ADD COLUMN     "is_regex" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "tiers" JSONB;
