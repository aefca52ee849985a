-- Models that a gateway key may ask for; empty means all of its project.
ALTER TABLE "api_keys" ADD COLUMN "models" TEXT[] DEFAULT ARRAY[]::TEXT[];
