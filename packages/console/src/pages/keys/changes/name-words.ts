import { longestName } from "@latchkey/core"
import { useLingui } from "@lingui/react/macro"
import type { NameProblem } from "../key-name.ts"

/** Says what is wrong with a key's name, in the person's language. */
export function useNameWords(): (problem: NameProblem | undefined, name: string) => string | undefined {
  const { t } = useLingui()
  return (problem, name) => {
    switch (problem) {
      case undefined:
        return undefined
      case "empty":
        return t`Give it a name.`
      case "long":
        return t`A name has at most ${longestName} characters.`
      case "invisible":
        return t`A name has no control or invisible characters.`
      case "taken":
        return t`You already have a key named “${name}”.`
      case "twice":
        return t`Another key above has this name.`
    }
  }
}
