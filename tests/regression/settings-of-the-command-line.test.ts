// The fault: whoever had set LATCHKEY_INSECURE_HTTP=1 for the command line, as its help says, could not start the daemon
// from the same shell: it took the variable for a typing error.

import { expect, test } from "vitest"
import { readConfig } from "../../packages/daemon/src/config.ts"

test("the daemon starts beside every variable that the command line reads", () => {
  const environment = {
    LATCHKEY_URL: "https://keys.example",
    LATCHKEY_TOKEN: "latchkey_x",
    LATCHKEY_INSECURE_HTTP: "1",
  }
  expect(() => readConfig(environment)).not.toThrow()
})
