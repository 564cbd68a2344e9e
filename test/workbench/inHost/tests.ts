// What the in-host suite is made of: tests by their titles. A test fails by throwing (node:assert).

export type InHostTests = Record<string, () => Promise<void>>;

/** One test's outcome; without `error` it passed. */
export interface InHostResult {
  name: string;
  error?: string;
}
