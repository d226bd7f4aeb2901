import { isLoopback } from "../loopback.ts"

/** Whether a command that is read on a page of that host can reach the gateway. */
export function isInReach({ host }: { readonly host: string }, pageHost = location.hostname): boolean {
  return !isLoopback(host) || isLoopback(pageHost)
}
