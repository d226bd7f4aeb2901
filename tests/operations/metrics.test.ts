import { afterAll, beforeAll, expect, test } from "vitest"
import { openBrowser, type RunningDaemon, type SignedUp, signUp, startDaemon } from "../kit/daemon.ts"
import { openEvents } from "../kit/event-stream.ts"

let daemon: RunningDaemon
let alice: SignedUp
beforeAll(async () => {
  daemon = await startDaemon()
  alice = await signUp(daemon)
})
afterAll(() => daemon.stop())

const metrics = async () => (await fetch(`${daemon.url}/metrics`)).text()
/** The value of one series. */
async function read(series: string): Promise<number> {
  const line = (await metrics()).split("\n").find((text) => text.startsWith(`${series} `))
  return Number(line?.slice(series.length))
}

test("metrics tell how people sign in, by outcome", async () => {
  const browser = await openBrowser(daemon)
  for (let count = 0; count < 12; count++) await browser.signIn("mallory", "not the password").catch(() => {})
  await browser.signIn("alice")
  expect(await read('latchkey_sign_ins_total{result="accepted"}')).toBe(2)
  const refused = await read('latchkey_sign_ins_total{result="refused"}')
  const slowed = await read('latchkey_sign_ins_total{result="slowed"}')
  expect(refused).toBeGreaterThanOrEqual(5)
  expect(refused + slowed).toBe(12)
})

test("metrics count the open streams of events", async () => {
  const stream = await openEvents(daemon.url, { authorization: `Bearer ${alice.token}` })
  expect(await read("latchkey_event_streams")).toBe(1)
  await stream.close()
  await expect.poll(() => read("latchkey_event_streams"), { timeout: 20_000 }).toBe(0)
  expect(await metrics()).not.toContain('route="/api/v1/events"')
})

test("metrics have the names that the deployment page gives", async () => {
  const names = [...(await metrics()).matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name)
  expect(names).toEqual(
    expect.arrayContaining([
      "latchkey_http_requests_total",
      "latchkey_http_request_duration_seconds",
      "latchkey_sign_ins_total",
      "latchkey_gateway_logins_total",
      "latchkey_event_streams",
      "latchkey_database_connections",
      "latchkey_database_retries_total",
      "latchkey_audit_unsealed_events",
      "latchkey_periodic_task_failures_total",
      "latchkey_accounts",
      "latchkey_ssh_keys",
      "process_resident_memory_bytes",
      "nodejs_eventloop_lag_seconds",
    ]),
  )
})

test("every event is sealed after a while", async () => {
  await expect.poll(() => read("latchkey_audit_unsealed_events"), { timeout: 60_000 }).toBe(0)
})
