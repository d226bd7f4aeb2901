import type { OwnershipChallenge } from "@latchkey/contract"
import { type KeyTypeName, keyTypes } from "@latchkey/engine"
import { placeOf } from "../generate/use-commands.ts"

/** The ways to prove a key, as tabs name them. */
export const verifyWays = ["unix", "windows", "login"] as const
export type VerifyWay = (typeof verifyWays)[number]

/** The command that signs a challenge. Its text holds nothing that either shell reads inside of single quotes. */
export function signCommand(
  { text, namespace }: OwnershipChallenge,
  keyType: KeyTypeName,
  way: Exclude<VerifyWay, "login">,
): string {
  const file = placeOf(way === "unix" ? "linux" : way, keyTypes[keyType].defaultFileName)
  const said = way === "unix" ? `printf %s '${text}'` : `'${text}'`
  return `${said} | ssh-keygen -Y sign -n ${namespace} -f ${file}`
}

/** Which way is offered first. */
export function likelyWay(userAgent: string): VerifyWay {
  return userAgent.includes("Windows") ? "windows" : "unix"
}
