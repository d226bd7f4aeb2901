import { readFileSync } from "node:fs"
import { join } from "node:path"
import { createServer, type ViteDevServer } from "vite"
import { afterAll, beforeAll, expect, test } from "vitest"

const root = join(import.meta.dirname, "..")
let vite: ViteDevServer

beforeAll(async () => {
  vite = await createServer({
    configFile: join(root, "vite.config.ts"),
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
    appType: "custom",
    optimizeDeps: { noDiscovery: true },
    logLevel: "error",
  })
})
afterAll(() => vite.close())

test("what connecting leaves on a server has words for each path, and for no other", async () => {
  const { changeWords } = await vite.ssrLoadModule("/src/pages/servers/connect/change-words.ts")
  const lines = readFileSync(join(root, "../host/files.txt"), "utf8").trim().split("\n")
  const paths = lines.map((line) => line.split("|")[0])
  expect(Object.keys(changeWords).sort()).toEqual(paths.sort())
})
