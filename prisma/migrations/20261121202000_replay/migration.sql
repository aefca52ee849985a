-- CreateTable
CREATE TABLE "replay_requests" (
    "id" TEXT NOT NULL,
    "project_id" TEXT NOT NULL,
    "requested_by_user_id" TEXT NOT NULL,
    "filter" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "total" INTEGER NOT NULL,
    "done" INTEGER NOT NULL DEFAULT 0,
    "cursor" JSONB,
    "claimed_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "taken" INTEGER NOT NULL DEFAULT 0,
    "refusals" JSONB,

    CONSTRAINT "replay_requests_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ingest_status" (
    "process" TEXT NOT NULL,
    "data_as_of" TIMESTAMPTZ(3) NOT NULL,
    "backlog_rows" INTEGER NOT NULL,
    "trouble" TEXT NOT NULL,
    "full" BOOLEAN NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ingest_status_pkey" PRIMARY KEY ("process")
);

-- CreateIndex
CREATE INDEX "replay_requests_project_id_id_idx" ON "replay_requests"("project_id", "id" DESC);

-- CreateIndex
CREATE INDEX "replay_requests_finished_at_id_idx" ON "replay_requests"("finished_at", "id");

-- AddForeignKey
ALTER TABLE "replay_requests" ADD CONSTRAINT "replay_requests_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON DELETE CASCADE ON UPDATE CASCADE;
