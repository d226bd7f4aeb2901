import {
  type EnrolmentReport,
  type HostCondition,
  isLoginUser,
  type LoginsReport,
  maximumHostKeys,
  maximumLoginUsers,
  type UnmanagedUser,
  unmanagedReasons,
} from "@latchkey/core"
import { fingerprintSha256, KeyError, parsePublicKey } from "@latchkey/engine"
import { z } from "zod"
import { RequestFault } from "../request-fault.ts"
import type { ProvableKey } from "./host-key-proof.ts"
import { readLogins } from "./login-text.ts"

/** Bytes of what a server sends when it enrols, with its found keys; and when it reports. */
export const enrolmentLimit = 256 * 1024
export const reportLimit = 64 * 1024

const longestLine = 16 * 1024
const longestProblem = 300
const longestCode = 128

/** What a server says of itself when it enrols, and by which code. */
export interface EnrolmentText extends Omit<EnrolmentReport, "hostKeys"> {
  readonly code: string
  readonly hostKeys: readonly ProvableKey[]
}

/** What a server says of itself from time to time. */
export interface ReportText {
  readonly condition?: HostCondition
  readonly logins: LoginsReport
}

/** Machines are called what they like; what can be an address is judged where one is learnt from it. */
const hostname = /^[\x21-\x7e]{1,253}$/
const sshdVersion = /^\d{1,3}\.\d{1,3}$/

/** Seconds for which a poll is held. */
const longestHold = 50

const BundleQuery = z.object({
  have: z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
  nonce: z.string().regex(/^[\w-]{16,64}$/),
  hold: z
    .string()
    .regex(/^\d{1,2}$/)
    .transform(Number)
    .default(longestHold),
})

/**
 * What a poll asks for.
 *
 * @throws RequestFault
 */
export function readBundleQuery(query: unknown): z.infer<typeof BundleQuery> {
  const { data } = BundleQuery.safeParse(query)
  if (data === undefined || data.hold > longestHold) throw fault("the query is not have=VERSION&nonce=NONCE")
  return data
}

/**
 * Reads `name value` lines of an enrolment. Names that a newer script sends are passed over.
 *
 * @throws RequestFault
 */
export function readEnrolment(text: string): EnrolmentText {
  const values = valuesOf(text)
  const sentHostKeys = values.get("hostkey") ?? []
  const proofs = values.get("proof") ?? []
  if (proofs.length !== sentHostKeys.length) throw fault("a host key comes without its proof")
  const hostKeys = sentHostKeys.flatMap((sent, index) => readHostKey(sent, proofs[index] ?? ""))
  const loginUsers = values.get("user") ?? []
  if (hostKeys.length === 0) throw fault("there is no host key that can be read")
  if (sentHostKeys.length > maximumHostKeys) throw fault(`there are more than ${maximumHostKeys} host keys`)
  if (loginUsers.length > maximumLoginUsers) throw fault(`there are more than ${maximumLoginUsers} users`)
  return {
    code: only(values, "code", new RegExp(`^[\\w-]{1,${longestCode}}$`)),
    hostname: only(values, "hostname", hostname),
    sshdVersion: only(values, "sshd", sshdVersion),
    hostKeys: [...new Map(hostKeys.map((each) => [fingerprintSha256(each.key.blob), each])).values()],
    // Whoever has another name cannot be managed; that is no reason to refuse the machine.
    loginUsers: [...new Set(loginUsers.filter(isLoginUser))],
  }
}

/**
 * For which order a server wants a token, and the keys that are to have signed for it.
 *
 * @throws RequestFault
 */
export function readTokenRequest(text: string): { readonly order: string; readonly keys: readonly ProvableKey[] } {
  const values = valuesOf(text)
  const sent = values.get("hostkey") ?? []
  const proofs = values.get("proof") ?? []
  if (sent.length > maximumHostKeys) throw fault(`there are more than ${maximumHostKeys} host keys`)
  if (proofs.length !== sent.length) throw fault("a host key comes without its proof")
  return {
    order: only(values, "order", /^[\w-]{1,64}$/),
    keys: sent.flatMap((key, index) => readHostKey(key, proofs[index] ?? "")),
  }
}

/**
 * The letters that somebody has typed on a server, in capitals or not, with what they were divided by.
 *
 * @throws RequestFault
 */
export function readUnlock(text: string): string {
  return only(valuesOf(text), "unlock", /^[A-Za-z -]{1,64}$/)
    .toLowerCase()
    .replace(/[ -]/g, "")
}

/** @throws RequestFault */
export function readReport(text: string): ReportText {
  const values = valuesOf(text)
  const logins = readLogins(values)
  const problem = values.get("problem")?.join("; ")
  if (problem === undefined && !values.has("ok")) return { logins }
  const unmanaged = readUnmanaged(values.get("unmanaged") ?? [])
  if (problem === undefined) return { logins, condition: { unmanaged } }
  const printable = problem.replace(/[^\x20-\x7e]/g, "?").slice(0, longestProblem)
  return { logins, condition: { problem: printable, unmanaged } }
}

/** Each user once and in order, so that what is said again is the same. A reason of a later script counts as failed. */
function readUnmanaged(lines: readonly string[]): readonly UnmanagedUser[] {
  const said = lines.slice(0, maximumLoginUsers).flatMap((line): readonly UnmanagedUser[] => {
    const [loginUser = "", word] = line.split(" ")
    const reason = unmanagedReasons.find((known) => known === word) ?? "failed"
    return isLoginUser(loginUser) ? [{ loginUser, reason }] : []
  })
  const byUser = new Map(said.map((user) => [user.loginUser, user]))
  return [...byUser.keys()].sort().flatMap((user) => byUser.get(user) ?? [])
}

/** The values of a text of `name value` lines, by name. @throws RequestFault */
export function valuesOf(text: string): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, string[]>()
  for (const line of text.split("\n")) {
    if (line.length > longestLine) throw fault("a line is too long")
    const [, name, value = ""] = /^([a-z][a-z-]{0,31})(?: (.*))?$/s.exec(line) ?? []
    if (name === undefined) {
      if (line === "") continue
      throw fault("a line is not a name and a value")
    }
    const known = values.get(name)
    if (known === undefined) values.set(name, [value])
    else known.push(value)
  }
  return values
}

function only(values: ReadonlyMap<string, readonly string[]>, name: string, form: RegExp): string {
  const [value, ...others] = values.get(name) ?? []
  if (value === undefined || others.length > 0) throw fault(`there is not one line "${name}"`)
  if (!form.test(value)) throw fault(`the line "${name}" is not in its form`)
  return value
}

/** Without its comment. Of a type that is not known yet it is passed over. */
function readHostKey(text: string, proof: string): readonly ProvableKey[] {
  try {
    return [{ key: { ...parsePublicKey(text), comment: "" }, proof }]
  } catch (error) {
    if (error instanceof KeyError) return []
    throw error
  }
}

/** What is not as it should be. */
export function fault(message: string): RequestFault {
  return new RequestFault(400, message, "this is not what the scripts of this installation send: enrol again")
}
