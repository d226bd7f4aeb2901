import { expect, test } from "vitest"
import { paths } from "../src/paths.ts"

test("the addresses of the console stay what people have bookmarked", () => {
  expect(paths).toMatchInlineSnapshot(`
    {
      "activity": "/activity",
      "key": "/keys/$keyId",
      "keyImport": "/keys/import",
      "keyPolicy": "/admin/key-policy",
      "keys": "/keys",
      "overview": "/",
      "setup": "/setup",
      "signIn": "/sign-in",
      "tokens": "/account/tokens",
    }
  `)
})
