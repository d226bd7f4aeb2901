import { expect, test } from "vitest"
import { paths } from "../src/paths.ts"

test("the addresses of the console stay what people have bookmarked", () => {
  expect(paths).toMatchInlineSnapshot(`
    {
      "key": "/keys/$keyId",
      "keyImport": "/keys/import",
      "keys": "/keys",
      "overview": "/",
      "setup": "/setup",
      "signIn": "/sign-in",
      "tokens": "/account/tokens",
    }
  `)
})
