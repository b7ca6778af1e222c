/** What the promise gives, if it settles within so many milliseconds. Otherwise rejects with a TimeoutError. */
export function within<T>(milliseconds: number, promise: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = new DOMException(`No answer in ${milliseconds} ms.`, "TimeoutError");
    timer = setTimeout(() => reject(error), milliseconds);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
