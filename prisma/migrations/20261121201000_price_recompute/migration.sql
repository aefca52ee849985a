-- CreateTable
CREATE TABLE "price_recomputes" (
    "id" TEXT NOT NULL,
    "project_id" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'queued',
    "from_time" TIMESTAMPTZ(3) NOT NULL,
    "to_time" TIMESTAMPTZ(3) NOT NULL,
    "cursor_us" BIGINT,
    "prices_fingerprint" TEXT NOT NULL DEFAULT '',
    "spans_total" INTEGER,
    "spans_done" INTEGER NOT NULL DEFAULT 0,
    "spans_changed" INTEGER NOT NULL DEFAULT 0,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "requested_by_user_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "price_recomputes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "correction_leases" (
    "project_id" TEXT NOT NULL,
    "holder" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "correction_leases_pkey" PRIMARY KEY ("project_id")
);

-- CreateIndex
CREATE INDEX "price_recomputes_project_id_created_at_idx" ON "price_recomputes"("project_id", "created_at");

-- CreateIndex
CREATE INDEX "price_recomputes_status_idx" ON "price_recomputes"("status");

-- AddForeignKey
ALTER TABLE "price_recomputes" ADD CONSTRAINT "price_recomputes_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What the schema language cannot say: one at a time in a project.
CREATE UNIQUE INDEX "price_recomputes_one_open" ON "price_recomputes"("project_id") WHERE "status" IN ('queued', 'running');
