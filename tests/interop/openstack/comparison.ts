import type { LearnedNames } from "./learned-names.ts"
import type { RecordedExchange } from "./recorded-exchanges.ts"

/** What is answered here. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: string
}

/** One field that is not as recorded. */
export interface Difference {
  readonly exchange: number
  /** `status`, `header vary`, or where in the body: `keypairs.0.keypair.name`. */
  readonly field: string
  readonly recorded: string
  readonly here: string
}

const exactHeaders = [
  "content-type",
  "location",
  "openstack-api-version",
  "x-openstack-nova-api-version",
  "www-authenticate",
]
const requestId = /^req-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Everything in which an answer is not the recorded one; learns what things are called here on the way. */
export function compare(recorded: RecordedExchange, here: Answer, names: LearnedNames): readonly Difference[] {
  const differences: Difference[] = []
  const differ = (field: string, there: unknown, own: unknown) =>
    void differences.push({ exchange: recorded.number, field, recorded: shown(there), here: shown(own) })

  if (here.status !== recorded.status) differ("status", recorded.status, here.status)
  compareHeaders(recorded, here, names, differ)
  if (recorded.body === "" || here.body === "") {
    if (recorded.body !== here.body) differ("body", recorded.body, here.body)
    return differences
  }
  const isGenerated = recorded.method === "POST" && !recorded.requestBody?.includes('"public_key"')
  compareValues({ names, differ, isGenerated }, "", parsed(recorded.body), parsed(here.body))
  return differences
}

type Differ = (field: string, there: unknown, own: unknown) => void

function compareHeaders(recorded: RecordedExchange, here: Answer, names: LearnedNames, differ: Differ): void {
  for (const name of exactHeaders) {
    // An answer without a body has no type to name.
    if (name === "content-type" && recorded.body === "") continue
    const there = recorded.headers.get(name)
    const expected = there === null ? null : names.translate(there)
    if (here.headers.get(name) !== expected) differ(`header ${name}`, expected, here.headers.get(name))
  }
  const listed = new Set(here.headers.get("vary")?.toLowerCase().split(/, */))
  for (const name of recorded.headers.get("vary")?.toLowerCase().split(/, */) ?? []) {
    if (!listed.has(name)) differ("header vary", recorded.headers.get("vary"), here.headers.get("vary"))
  }
  const id = here.headers.get("x-openstack-request-id")
  if (id === null || !requestId.test(id)) differ("header x-openstack-request-id", "req-UUID", id)
  const computeId = recorded.headers.has("x-compute-request-id") ? id : null
  if (here.headers.get("x-compute-request-id") !== computeId) {
    differ("header x-compute-request-id", computeId, here.headers.get("x-compute-request-id"))
  }
  const [there, own] = [recorded.headers.get("x-subject-token"), here.headers.get("x-subject-token")]
  if (there === null || own === null) {
    if (there !== own) differ("header x-subject-token", there, own)
  } else if (!names.learn(there, own)) differ("header x-subject-token", names.translate(there), own)
}

interface Comparing {
  readonly names: LearnedNames
  readonly differ: Differ
  /** The answer shows a key that the server has just made. */
  readonly isGenerated: boolean
}

function compareValues(comparing: Comparing, field: string, recorded: unknown, own: unknown): void {
  const { differ, names } = comparing
  const [there, here] = [byName(field, recorded), byName(field, own)]
  if (Array.isArray(there) && Array.isArray(here)) {
    if (there.length !== here.length) differ(`${field}.length`, there.length, here.length)
    for (let index = 0; index < Math.min(there.length, here.length); index++) {
      compareValues(comparing, `${field}.${index}`, there[index], here[index])
    }
  } else if (isRecord(there) && isRecord(here)) {
    compareObjects(comparing, field, there, here)
  } else if (!isSame(comparing, field, there, here)) {
    differ(field, typeof there === "string" ? names.translate(there) : there, here)
  }
}

type Fields = Readonly<Record<string, unknown>>

function compareObjects(comparing: Comparing, field: string, there: Fields, here: Fields): void {
  const { differ } = comparing
  const at = (name: string) => (field === "" ? name : `${field}.${name}`)
  for (const name of Object.keys(there)) {
    if (name in here) compareValues(comparing, at(name), there[name], here[name])
    else differ(at(name), there[name], "nothing")
  }
  for (const name of Object.keys(here)) {
    if (!(name in there)) differ(at(name), "nothing", here[name])
  }
  // The order too: people see it in what their clients print.
  const expected = Object.keys(there).filter((name) => name in here)
  const order = Object.keys(here).filter((name) => name in there)
  if (expected.join() !== order.join()) differ(at("order"), expected.join(), order.join())
}

const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}(Z?)$/
const identifier = /^[0-9a-f]{32}$/
const ownIdentifier = /^[0-9a-z-]{4,36}$/

function isSame({ names, isGenerated }: Comparing, field: string, there: unknown, here: unknown): boolean {
  const name = field.split(".").at(-1) ?? ""
  if (name === "id" && typeof there === "number") return Number.isSafeInteger(here) && Number(here) > 0
  if (typeof there !== "string" || typeof here !== "string") return there === here
  if (time.test(there)) return time.exec(there)?.[1] === time.exec(here)?.[1]
  if (/(^|\.)audit_ids\.\d+$/.test(field)) return /^[\w-]{22}$/.test(here)
  if (name === "private_key") return privateKey(there).test(here)
  if (isGenerated && name === "public_key") return publicKeyMade(there).test(here) && names.learn(there, here)
  if (isGenerated && name === "fingerprint") return here.length === there.length && names.learn(there, here)
  if (identifier.test(there)) return ownIdentifier.test(here) && names.learn(there, here)
  return here === names.translate(there)
}

/** The recording tells of private keys only what they are. */
function privateKey(recorded: string): RegExp {
  if (!recorded.includes("PEM,")) return /^[A-Za-z0-9+/=\n]+$/
  return /^-----BEGIN RSA PRIVATE KEY-----\n[A-Za-z0-9+/=\n]{1500,}\n-----END RSA PRIVATE KEY-----\n$/
}

function publicKeyMade(recorded: string): RegExp {
  if (recorded.startsWith("ssh-rsa "))
    return /^ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQ[A-Za-z0-9+/]{340,}=* Generated-by-(Nova|Latchkey)$/
  return /^-----BEGIN CERTIFICATE-----\n[A-Za-z0-9+/=\n]+\n-----END CERTIFICATE-----\n$/
}

/** Keystone lists services and their endpoints in no order: they are compared by type and by interface. */
function byName(field: string, value: unknown): unknown {
  if (!Array.isArray(value) || !/(^|\.)(catalog|endpoints)$/.test(field)) return value
  const named = value.map((item: unknown) => [isRecord(item) ? `${item.type ?? item.interface}` : "", item] as const)
  return Object.fromEntries(named.toSorted(([left], [right]) => left.localeCompare(right)))
}

function isRecord(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function shown(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value)
  return text.length > 300 ? `${text.slice(0, 300)}...` : text
}
