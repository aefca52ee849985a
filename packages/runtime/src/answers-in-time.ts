const patienceMs = 2_000;

/**
 * For readiness: false when the check says so, fails, or takes longer than two seconds, since a store that
 * swallows packets is not there.
 */
export async function answersInTime(check: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, patienceMs, false);
  });
  const answered = check.then(
    (answer) => answer !== false,
    () => false,
  );
  try {
    return await Promise.race([answered, late]);
  } finally {
    clearTimeout(timer);
  }
}
