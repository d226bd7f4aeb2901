import { CoreError, longestPassword, parseEmail, parseHandle, parsePassword, shortestPassword } from "@latchkey/core"
import { useLingui } from "@lingui/react/macro"
import { useNameWords } from "../keys/changes/name-words.ts"
import { nameProblem } from "../keys/key-name.ts"

/** What a new account is made of. */
export type AccountFields = {
  readonly handle: string
  readonly email: string
  readonly displayName: string
  readonly password: string
}

function isRefused(parse: (text: string) => string, text: string): boolean {
  try {
    parse(text)
    return false
  } catch (failure) {
    if (failure instanceof CoreError) return true
    throw failure
  }
}

/** The daemon's own rules for a new account, applied before anything is sent, in the reader's language. */
export function useAccountRules() {
  const { t } = useLingui()
  const nameWords = useNameWords()
  function wrongName(displayName: string): string | undefined {
    const problem = nameProblem(displayName)
    return problem === "empty" ? t`Say what you are called.` : nameWords(problem, displayName)
  }
  function rules(fields: AccountFields): { readonly [name in keyof AccountFields]?: string } {
    const displayName = wrongName(fields.displayName)
    return {
      ...(isRefused(parseHandle, fields.handle) && {
        handle: t`Use 1 to 39 lower-case letters, digits and hyphens, starting with a letter. Some words are reserved.`,
      }),
      ...(isRefused(parseEmail, fields.email) && { email: t`This is not an e-mail address.` }),
      ...(displayName !== undefined && { displayName }),
      ...(isRefused(parsePassword, fields.password) && {
        password: t`Use ${shortestPassword} to ${longestPassword} characters.`,
      }),
    }
  }
  return rules
}
