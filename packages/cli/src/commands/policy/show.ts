import { type KeyPolicyState, routes } from "@latchkey/contract"
import { connect } from "../../connection.ts"
import { print, printJson } from "../../io.ts"
import { timeWords } from "../../key-words.ts"
import { fieldList } from "../../table.ts"
import { typeWord } from "./settings.ts"

/** `latchkey policy show` */
export async function showPolicy({ json }: { readonly json?: boolean }): Promise<void> {
  const { client } = await connect()
  const state = await client.call(routes.showKeyPolicy, {})
  if (json) return printJson(state)
  print(policyText(state))
}

/** A policy as people read it. */
export function policyText({ policy, blockedKeys, lastChange }: KeyPolicyState): string {
  const { allowedKeyTypes, minimumRsaBits, advisedRsaBits, maximumLifetimeDays, existingKeys } = policy
  return fieldList([
    ["types", [...new Set(allowedKeyTypes.map(typeWord))].join(", ")],
    ["minimum RSA", `${minimumRsaBits} bits`],
    ["weak below RSA", `${advisedRsaBits} bits`],
    ["lifetime", maximumLifetimeDays === null ? "no limit" : `at most ${maximumLifetimeDays} days`],
    ["existing keys", existingKeys === "keep" ? "go on, marked weak" : "stop, and their lifetimes are cut"],
    ["blocklist", blockedKeys === 1 ? "1 entry" : `${blockedKeys} entries`],
    [
      "changed",
      lastChange === null ? "never" : `${timeWords(lastChange.at, Date.now())} by ${lastChange.by}: ${lastChange.what}`,
    ],
  ])
}
