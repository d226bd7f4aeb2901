import { expect, test } from "vitest"
import { paths } from "../src/paths.ts"

test("the addresses of the console stay what people have bookmarked", () => {
  expect(paths).toMatchInlineSnapshot(`
    {
      "activity": "/activity",
      "bundleKeys": "/admin/bundle-keys",
      "connectServer": "/p/$projectId/servers/connect",
      "guide": "/guides/$guide",
      "guides": "/guides",
      "join": "/join",
      "joinProject": "/projects/join",
      "key": "/keys/$keyId",
      "keyImport": "/keys/import",
      "keyPolicy": "/admin/key-policy",
      "keys": "/keys",
      "overview": "/",
      "people": "/admin/people",
      "person": "/admin/people/$accountId",
      "profile": "/account/profile",
      "project": "/p/$projectId",
      "replaceKey": "/keys/$keyId/replace",
      "replaceRobotKey": "/p/$projectId/robots/$robotId/keys/$keyId/replace",
      "resetPassword": "/reset-password",
      "robot": "/p/$projectId/robots/$robotId",
      "robotKey": "/p/$projectId/robots/$robotId/keys/$keyId",
      "robotKeyImport": "/p/$projectId/robots/$robotId/import",
      "robots": "/p/$projectId/robots",
      "server": "/p/$projectId/servers/$serverId",
      "servers": "/p/$projectId/servers",
      "setup": "/setup",
      "signIn": "/sign-in",
      "tokens": "/account/tokens",
    }
  `)
})
