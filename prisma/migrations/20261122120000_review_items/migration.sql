-- CreateEnum
CREATE TYPE "review_state" AS ENUM ('open', 'taken', 'done');

-- CreateTable
CREATE TABLE "review_items" (
    "id" TEXT NOT NULL,
    "project_id" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "trace_id" TEXT NOT NULL,
    "span_id" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "model" TEXT NOT NULL DEFAULT '',
    "pool" TEXT NOT NULL DEFAULT '',
    "user_id" TEXT NOT NULL DEFAULT '',
    "session_id" TEXT NOT NULL DEFAULT '',
    "span_started_at" TIMESTAMPTZ(3) NOT NULL,
    "state" "review_state" NOT NULL DEFAULT 'open',
    "assignee_user_id" TEXT,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "resolved_at" TIMESTAMPTZ(3),
    "resolved_by_user_id" TEXT,
    "note" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "review_items_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "review_items_project_id_source_span_id_key" ON "review_items"("project_id", "source", "span_id");

-- CreateIndex
CREATE INDEX "review_items_project_id_state_span_started_at_id_idx" ON "review_items"("project_id", "state", "span_started_at", "id");

-- CreateIndex
CREATE INDEX "review_items_project_id_trace_id_idx" ON "review_items"("project_id", "trace_id");

-- AddForeignKey
ALTER TABLE "review_items" ADD CONSTRAINT "review_items_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON DELETE CASCADE ON UPDATE CASCADE;
