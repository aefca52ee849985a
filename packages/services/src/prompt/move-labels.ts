import type { Transaction } from "@plumbline/db/transaction";

/** To a version of the prompt, from whichever version has them. The prompt is locked. */
export async function moveLabels(
  tx: Transaction,
  { promptId, versionId, labels }: { promptId: string; versionId: string; labels: readonly string[] },
): Promise<void> {
  if (labels.length === 0) return;
  const names = [...labels];
  await tx.promptVersion.updateMany({
    where: { promptId, OR: [{ id: versionId }, { labels: { some: { label: { in: names } } } }] },
    // Both ends have changed; the column follows every update.
    data: { promptId },
  });
  await tx.promptLabel.deleteMany({ where: { promptId, label: { in: names } } });
  await tx.promptLabel.createMany({ data: names.map((label) => ({ promptId, label, versionId })) });
}
