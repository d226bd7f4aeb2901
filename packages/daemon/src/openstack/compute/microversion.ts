import type { IncomingHttpHeaders } from "node:http"
import { WordedFault } from "../faults.ts"

/** A version of the compute API within 2.1, as `2.10`. The second number says it all where the first is 2. */
export interface Microversion {
  readonly major: number
  readonly minor: number
}

const lowest: Microversion = { major: 2, minor: 1 }
const highest: Microversion = { major: 2, minor: 93 }

/** In which headers it is asked for and told. */
export const versionHeaders = ["OpenStack-API-Version", "X-OpenStack-Nova-API-Version"] as const

export function formatMicroversion({ major, minor }: Microversion): string {
  return `${major}.${minor}`
}

export const lowestMicroversion = formatMicroversion(lowest)
export const highestMicroversion = formatMicroversion(highest)

/**
 * The version that a request asks for: by the header of all services, else by Nova's own; without either the lowest.
 *
 * @throws CoreError `invalid` for what is no version
 */
export function readMicroversion(headers: IncomingHttpHeaders): Microversion {
  const text = askedForAll(headers) ?? lastOf(headers["x-openstack-nova-api-version"])
  if (text === undefined) return lowest
  if (text === "latest") return highest
  const [, major, minor] = /^([1-9]\d{0,8})\.([1-9]\d{0,8}|0)$/.exec(text) ?? []
  if (major === undefined || minor === undefined) {
    const message = `API Version String ${text} is of invalid format. Must be of format MajorNum.MinorNum.`
    throw new WordedFault("invalid", message)
  }
  return { major: Number(major), minor: Number(minor) }
}

/** @throws CoreError `invalid` with status 406 for a version that is not served */
export function requireServed(version: Microversion): void {
  if (version.major === lowest.major && version.minor >= lowest.minor && version.minor <= highest.minor) return
  const message = `Version ${formatMicroversion(version)} is not supported by the API. Minimum is ${lowestMicroversion} and maximum is ${highestMicroversion}.`
  throw new WordedFault("invalid", message, { status: 406 })
}

/** `compute 2.10, volume 3.0` names each service's version; the last one for compute counts. */
function askedForAll(headers: IncomingHttpHeaders): string | undefined {
  const [last] = String(headers["openstack-api-version"] ?? "")
    .split(",")
    .map((part) => part.trim().split(/\s+/))
    .filter(([service]) => service?.toLowerCase() === "compute")
    .reverse()
  return last === undefined ? undefined : (last[1] ?? "")
}

/** Of a header that came several times the last. */
function lastOf(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === "string" ? header.split(",").at(-1)?.trim() : header?.at(-1)
}
