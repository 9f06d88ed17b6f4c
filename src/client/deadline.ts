/** What takes longer has failed, seconds. */
const TIMEOUT = 30;

/** Settles as `work` does, or rejects when it takes too long: what applications give us may never settle. */
export async function withDeadline<T>(work: T | Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`No answer within ${TIMEOUT} seconds`));
    }, TIMEOUT * 1000);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
