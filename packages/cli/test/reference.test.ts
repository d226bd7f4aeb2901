import { fileURLToPath } from "node:url"
import { expect, test } from "vitest"
import { reference } from "./reference.ts"

test("docs/cli.md says what every command's --help says (`vitest run -u` writes it)", async () => {
  await expect(reference()).toMatchFileSnapshot(fileURLToPath(new URL("../../../docs/cli.md", import.meta.url)))
})
