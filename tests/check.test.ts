import { spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { expect, test } from "vitest"

const latchkey = fileURLToPath(new URL("../packages/cli/bin/latchkey.mjs", import.meta.url))

test("format, lint, types and dead code are clean, as npm run check says", { timeout: 300_000 }, () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [latchkey, "run", "check"], { encoding: "utf8" })
  expect(status, `${stdout}\n${stderr}`).toBe(0)
})
