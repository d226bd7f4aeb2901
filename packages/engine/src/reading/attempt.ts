import { KeyError } from "../error.ts"

/** The value of a computation, or the {@link KeyError} it threw. Anything else that is thrown is a fault of ours. */
export type Outcome<Value> =
  | { readonly value: Value; readonly error?: undefined }
  | { readonly error: KeyError; readonly value?: undefined }

/** Runs `work` and catches what foreign input may cause. */
export function attempt<Value>(work: () => Value): Outcome<Value> {
  try {
    return { value: work() }
  } catch (error) {
    if (error instanceof KeyError) return { error }
    throw error
  }
}
