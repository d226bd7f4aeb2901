// The attack: nginx, unless it is told otherwise, passes requests on without X-Forwarded-For. Behind one that runs on the
// daemon's own machine everyone looked like that machine, and read /metrics from anywhere.

import { expect, test } from "vitest"
import { startDaemon } from "../kit/daemon.ts"

test.each([
  ["an https address and no proxy named", { LATCHKEY_PUBLIC_URL: "https://keys.example.org" }, 401],
  [
    "a proxy that is named",
    { LATCHKEY_PUBLIC_URL: "https://keys.example.org", LATCHKEY_TRUST_PROXY: "127.0.0.1" },
    200,
  ],
  ["no proxy", {}, 200],
])("with %s this machine's own address gets the status for it", async (_, env, status) => {
  const daemon = await startDaemon({ env })
  try {
    expect((await fetch(`${daemon.url}/metrics`)).status).toBe(status)
  } finally {
    await daemon.stop()
  }
})
