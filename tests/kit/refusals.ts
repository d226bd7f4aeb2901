import { ApiError } from "@latchkey/contract"

/** The refusal that a call ends in; throws when the call succeeds or fails in another way. */
export async function refusalOf(call: Promise<unknown>): Promise<ApiError> {
  try {
    await call
  } catch (error) {
    if (error instanceof ApiError) return error
    throw error
  }
  throw new Error("the call was not refused")
}
