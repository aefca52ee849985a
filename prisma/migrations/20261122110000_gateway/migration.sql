-- CreateTable
CREATE TABLE "gateway_config_versions" (
    "project_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "document" TEXT NOT NULL,
    "note" TEXT,
    "created_by_user_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "gateway_config_versions_pkey" PRIMARY KEY ("project_id","version")
);

-- CreateTable
CREATE TABLE "gateway_secrets" (
    "project_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "ciphertext" TEXT NOT NULL,
    "last_four" TEXT NOT NULL,
    "origins" TEXT[],
    "created_by_user_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "replaced_by_user_id" TEXT,
    "replaced_at" TIMESTAMPTZ(3),

    CONSTRAINT "gateway_secrets_pkey" PRIMARY KEY ("project_id","name")
);

-- CreateTable
CREATE TABLE "gateway_status" (
    "instance" TEXT NOT NULL,
    "report" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "gateway_status_pkey" PRIMARY KEY ("instance")
);

-- AddForeignKey
ALTER TABLE "gateway_config_versions" ADD CONSTRAINT "gateway_config_versions_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "gateway_secrets" ADD CONSTRAINT "gateway_secrets_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON DELETE CASCADE ON UPDATE CASCADE;
