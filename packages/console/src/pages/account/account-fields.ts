import {
  CoreError,
  type Language,
  languages,
  longestPassword,
  parseEmail,
  parseHandle,
  parsePassword,
  shortestPassword,
} from "@latchkey/core"
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

/** Whether a rule of core refuses a text. */
export function isRefused(parse: (text: string) => string, text: string): boolean {
  try {
    parse(text)
    return false
  } catch (failure) {
    if (failure instanceof CoreError) return true
    throw failure
  }
}

/** The language that is read here, in which a new account begins. */
export function useReadLanguage(): Language | undefined {
  const { i18n } = useLingui()
  return languages.find((known) => known === i18n.locale)
}

/** What a handle must be, for whoever has typed something else. */
export function useHandleWords(): string {
  const { t } = useLingui()
  return t`Use 1 to 39 lower-case letters, digits and hyphens, starting with a letter. Some words are reserved.`
}

/** What a password must be, for whoever has typed something else. */
export function usePasswordWords(): string {
  const { t } = useLingui()
  return t`Use ${shortestPassword} to ${longestPassword} characters.`
}

/** What is wrong with how a person wants to be called. */
export function useDisplayNameWords(): (displayName: string) => string | undefined {
  const { t } = useLingui()
  const nameWords = useNameWords()
  return (displayName) => {
    const problem = nameProblem(displayName)
    return problem === "empty" ? t`Say what you are called.` : nameWords(problem, displayName)
  }
}

/** The daemon's own rules for a new account, applied before anything is sent, in the reader's language. */
export function useAccountRules() {
  const { t } = useLingui()
  const handle = useHandleWords()
  const password = usePasswordWords()
  const displayNameWords = useDisplayNameWords()
  function rules(fields: AccountFields): { readonly [name in keyof AccountFields]?: string } {
    const displayName = displayNameWords(fields.displayName)
    return {
      ...(isRefused(parseHandle, fields.handle) && { handle }),
      ...(isRefused(parseEmail, fields.email) && { email: t`This is not an e-mail address.` }),
      ...(displayName !== undefined && { displayName }),
      ...(isRefused(parsePassword, fields.password) && { password }),
    }
  }
  return rules
}
