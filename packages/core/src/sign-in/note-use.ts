import { CoreError } from "../error.ts"
import { minute } from "../time.ts"

/** How often a use is written down: reading must not cost a write each time. */
export const useResolution = 1 * minute

/** A full disk takes no note of a use; what is there can be read all the same. */
export async function unlessFull(note: Promise<void>): Promise<void> {
  try {
    await note
  } catch (error) {
    if (!(error instanceof CoreError) || error.code !== "unavailable") throw error
  }
}
