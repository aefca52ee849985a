-- How long a project keeps what was refused.
ALTER TABLE "projects" ADD COLUMN "dead_letter_days" INTEGER NOT NULL DEFAULT 30;

-- One row for each API process, with the figures of its journal; every API writes its row anew in seconds.
DELETE FROM "ingest_status";
ALTER TABLE "ingest_status" RENAME COLUMN "process" TO "instance";
ALTER TABLE "ingest_status"
  ADD COLUMN "host" TEXT NOT NULL DEFAULT '',
  ADD COLUMN "backlog_bytes" BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN "disk_bytes" BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN "allowance_bytes" BIGINT,
  ADD COLUMN "damaged_records" INTEGER NOT NULL DEFAULT 0;
