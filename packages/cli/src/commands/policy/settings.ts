import type { KeyPolicy } from "@latchkey/contract"
import { CoreError, usableKeyTypes } from "@latchkey/core"
import { type KeyTypeName, keyTypes } from "@latchkey/engine"

/** The options that say what a policy should be. */
export interface SettingOptions {
  readonly types?: string
  readonly minimumRsa?: string
  readonly warnRsa?: string
  readonly lifetime?: string
  readonly existing?: KeyPolicy["existingKeys"]
}

/** The policy with what the options name changed. @throws CoreError `invalid` */
export function withOptions(policy: KeyPolicy, options: SettingOptions): KeyPolicy {
  const { types, minimumRsa, warnRsa, lifetime, existing } = options
  return {
    ...policy,
    ...(types !== undefined && { allowedKeyTypes: [...namesOf(types)] }),
    ...(minimumRsa !== undefined && { minimumRsaBits: wholeNumber(minimumRsa, "--minimum-rsa") }),
    ...(warnRsa !== undefined && { advisedRsaBits: wholeNumber(warnRsa, "--warn-rsa") }),
    ...(lifetime !== undefined && {
      maximumLifetimeDays: lifetime === "none" ? null : wholeNumber(lifetime, "--lifetime"),
    }),
    ...(existing !== undefined && { existingKeys: existing }),
  }
}

/** What people call the types that a policy can allow, as `ed25519`. */
export function typeWord(name: KeyTypeName): string {
  return keyTypes[name].family.toLowerCase()
}

function namesOf(text: string): readonly KeyTypeName[] {
  return text.split(",").flatMap((word) => {
    const named = usableKeyTypes.filter((name) => name === word || typeWord(name) === word.trim().toLowerCase())
    if (named.length > 0) return named
    throw new CoreError("invalid", `"${word}" is not a type of key that can be allowed`, {
      hint: `write some of ${[...new Set(usableKeyTypes.map(typeWord))].join(",")}`,
    })
  })
}

function wholeNumber(text: string, option: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text)
  throw new CoreError("invalid", `${option} takes a whole number, and "${text}" is none`, {
    hint: option === "--lifetime" ? "write a number of days, or none" : "write a number of bits, as 3072",
  })
}
