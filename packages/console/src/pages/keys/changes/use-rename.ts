import { ApiError, type SshKey } from "@latchkey/contract"
import { useState } from "react"
import { describeFailure } from "../../../failure.ts"
import { nameProblem } from "../key-name.ts"
import { useKeyChanges } from "./key-changes.ts"
import { useNameWords } from "./name-words.ts"

/** A name field for a key: what is typed in it, what is wrong with that, and saving it. */
export function useRename(sshKey: SshKey, onDone: () => void) {
  const { rename } = useKeyChanges()
  const words = useNameWords()
  const [name, setName] = useState(sshKey.name)
  const [error, setError] = useState<string>()
  const [busy, setBusy] = useState(false)

  async function save() {
    const problem = nameProblem(name)
    if (problem !== undefined) return setError(words(problem, name))
    if (name.trim() === sshKey.name) return onDone()
    setBusy(true)
    try {
      await rename(sshKey, name)
      onDone()
    } catch (failure) {
      const isTaken = failure instanceof ApiError && failure.code === "conflict"
      setError(isTaken ? words("taken", name.trim()) : describeFailure(failure).message)
    } finally {
      setBusy(false)
    }
  }

  function type(typed: string) {
    setName(typed)
    setError(undefined)
  }
  return { name, type, error, busy, save }
}
