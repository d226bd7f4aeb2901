// The hole: a code for the gateway was asked for with what is void by the time it is told: a login session that was ended, a
// token that was deleted, a place in a project that was taken away. The code was good for ten minutes all the same, and
// gave an account or a robot a key of whoever had lost their way in.

import {
  authenticate,
  challengeOwnership,
  createApiToken,
  createProject,
  createRobot,
  deleteApiToken,
  endOtherLoginSessions,
  importKeys,
  inviteToProject,
  joinProject,
  proveByLogin,
  removeMember,
  type SignedIn,
  signedInBy,
  signIn,
} from "@latchkey/core"
import { afterEach, beforeEach, expect, test } from "vitest"
import { codeOf } from "../kit/codes.ts"
import { type Installation, openInstallation } from "../kit/installation.ts"
import { newPublicLine } from "../kit/public-line.ts"

let installation: Installation
let line: string
let fingerprint: string
beforeEach(async () => {
  installation = await openInstallation()
  const { context } = installation
  line = newPublicLine("intruder")
  const [outcome] = await importKeys(context, await installation.add("mallory"), [{ text: line }])
  if (outcome === undefined || "error" in outcome) throw outcome?.error
  fingerprint = outcome.key.fingerprint
})
afterEach(() => installation.close())

const tell = (code: string) => codeOf(proveByLogin(installation.context, fingerprint, code))

test("a code ends with the login session that asked for it", async () => {
  const { context, bob, password } = installation
  const stolen = signedInBy(await signIn(context, { identifier: "bob", password }))
  const { code } = await challengeOwnership(context, stolen, line)
  await endOtherLoginSessions(context, bob)
  expect(await tell(code)).toBe("not_found")
})

test("a code ends with the API token that asked for it, and is good while there is that token", async () => {
  const { context, bob } = installation
  const { token, secret } = await createApiToken(context, bob, { name: "leaked", scopes: ["keys:write"] })
  const stolen = await authenticate(context, { kind: "api_token", secret })
  const { code } = await challengeOwnership(context, stolen, line)
  const other = await challengeOwnership(context, bob, line)
  await deleteApiToken(context, bob, token.id)
  expect(await tell(code)).toBe("not_found")
  expect(await tell(other.code)).toBe("done")
})

test("a code for a robot ends with the membership in its project", async () => {
  const { context, bob } = installation
  const { project } = await createProject(context, bob, "atlas")
  const robot = await createRobot(context, bob, project.id, { handle: "ci-runner", displayName: "CI runner" })
  const carol = await member(project.id)
  const { code } = await challengeOwnership(context, carol, line, robot.id)
  await removeMember(context, bob, project.id, carol.account.id)
  expect(await tell(code)).toBe("not_found")

  async function member(id: typeof project.id): Promise<SignedIn> {
    const joining = await installation.add("carol")
    const { secret } = await inviteToProject(context, bob, id, "member")
    await joinProject(context, joining, secret)
    return joining
  }
})
