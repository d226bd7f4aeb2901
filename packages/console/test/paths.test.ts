import { expect, test } from "vitest"
import { paths } from "../src/paths.ts"

test("the addresses of the console stay what people have bookmarked", () => {
  expect(paths).toMatchInlineSnapshot(`
    {
      "activity": "/activity",
      "join": "/join",
      "key": "/keys/$keyId",
      "keyImport": "/keys/import",
      "keyPolicy": "/admin/key-policy",
      "keys": "/keys",
      "overview": "/",
      "people": "/admin/people",
      "person": "/admin/people/$accountId",
      "profile": "/account/profile",
      "resetPassword": "/reset-password",
      "setup": "/setup",
      "signIn": "/sign-in",
      "tokens": "/account/tokens",
    }
  `)
})
