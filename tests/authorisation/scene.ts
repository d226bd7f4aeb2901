import { randomUUID } from "node:crypto"
import { type NewLink, type RouteName, routes } from "@latchkey/contract"
import { accountId, keyClaimId, projectId, tokenScopes, x509KeyPairId } from "@latchkey/core"
import { fingerprintSha256, parsePublicKey } from "@latchkey/engine"
import { addAccount, disableAccount, withDatabase } from "../kit/accounts.ts"
import { openBrowser, type RunningDaemon, type SignedUp, signUp, startDaemon, testPassword } from "../kit/daemon.ts"
import { enrolBeside, findBeside } from "../kit/enrol.ts"
import { newPublicLine } from "../kit/public-line.ts"
import type { ActorName } from "./expected.ts"

/** What a request carries besides who sends it; params by their names in the route's path. */
export interface Ask {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  readonly body?: object
}

/** A daemon with everyone of the table, who hold what is asked about. */
export interface Scene {
  readonly daemon: RunningDaemon
  /** The token of an actor for a route; none for nobody. */
  tokenOf(actor: ActorName, name: RouteName): string | undefined
  /** Makes what a request of this route is about, for this request alone where it may destroy it. */
  prepare(name: RouteName): Promise<Ask>
  /** The same, about the robot. */
  prepareOfRobot(name: RouteName): Promise<Ask>
  /** The same, about the owner's project. */
  prepareOfProject(): Promise<Ask>
  /** The same, about a person who is neither an administrator nor whoever asks. */
  prepareOfFellow(name: RouteName): Promise<Ask>
}

let count = 0
const unique = () => `thing-${++count}`
const secretOf = ({ url }: NewLink) => url.replace(/^[^#]*#/, "")
const password = testPassword

export async function openScene(): Promise<Scene> {
  const daemon = await startDaemon()
  const admin = await signUp(daemon, "admin")
  const people = { admin, owner: await addAccount(daemon, "owner"), member: await addAccount(daemon, "member") }
  const more = { viewer: await addAccount(daemon, "viewer"), stranger: await addAccount(daemon, "stranger") }
  const { owner, member } = people
  const subject = await addAccount(daemon, "subject")
  const fellow = await addAccount(daemon, "fellow")
  const disabled = await addAccount(daemon, "disabled")
  const idOf = async ({ client }: SignedUp) => (await client.call(routes.showAccount, {})).account.id
  const ids = { subject: await idOf(subject), fellow: await idOf(fellow), disabled: await idOf(disabled) }
  const memberId = await idOf(member)
  await disableAccount(daemon, "disabled")

  const invite = async (project: string, role: "viewer" | "member") =>
    owner.client.call(routes.inviteToProject, { params: { id: project }, body: { role } })
  const newProject = async () => {
    const { id } = await owner.client.call(routes.createProject, { body: { name: unique() } })
    for (const [role, { client }] of [["member", member] as const, ["viewer", more.viewer] as const]) {
      await client.call(routes.joinProject, { body: { secret: secretOf(await invite(id, role)) } })
    }
    return id
  }
  const home = await newProject()
  const newRobot = async () =>
    (
      await owner.client.call(routes.createRobot, {
        params: { id: home },
        body: { handle: unique(), displayName: "Robot" },
      })
    ).id
  const robot = await newRobot()

  const tokens = new Map<string, string>(
    Object.entries({ ...people, ...more, disabled }).map(([name, { token }]) => [name, token]),
  )
  const newToken = async (scopes: (typeof tokenScopes)[number][], account?: string) =>
    owner.client.call(routes.createToken, { body: { name: unique(), scopes, account } })
  tokens.set("robot", (await newToken([...tokenScopes], robot)).secret)
  for (const missing of tokenScopes) {
    const scopes = tokenScopes.filter((scope) => scope !== missing)
    tokens.set(`tooNarrow without ${missing}`, (await newToken(scopes)).secret)
    tokens.set(`narrowRobot without ${missing}`, (await newToken(scopes, robot)).secret)
  }

  const newKey = async (account?: string) => {
    const { results } = await owner.client.call(routes.importKeys, {
      body: { keys: [{ text: newPublicLine("a"), name: unique() }], account },
    })
    const [result] = results
    if (result?.outcome !== "imported") throw new Error("the key was not imported")
    return result.key.id
  }
  const challenge = async () =>
    (await owner.client.call(routes.challengeOwnership, { body: { publicKey: newPublicLine("x") } })).id

  /** A claim of this account that waits. */
  async function claimOf(claimant: string): Promise<string> {
    const id = keyClaimId(randomUUID())
    const publicKey = parsePublicKey(newPublicLine("claimed"))
    const fingerprint = fingerprintSha256(publicKey.blob)
    const sides = { claimantId: accountId(claimant), holderId: accountId(ids.fellow), holderKeyName: "theirs" }
    const times = { provenAt: 1, takesEffectAt: Date.now() + 1e9 }
    await withDatabase(daemon, ({ stores }) =>
      stores.ownership.insertClaim({ id, fingerprint, publicKey, ...sides, ...times, state: "waiting" }),
    )
    return id
  }

  /** A certificate of the owner. */
  async function certificate(): Promise<string> {
    const id = x509KeyPairId(randomUUID())
    const facts = { name: unique(), createdAt: 1, publicKey: "PEM", fingerprint: "ab:cd" }
    const holder = accountId(await idOf(owner))
    await withDatabase(daemon, ({ stores }) =>
      stores.keyPairs.insertX509({ type: "x509", id, accountId: holder, ...facts }),
    )
    return id
  }

  const invitation = () => admin.client.call(routes.inviteAccount, { body: { handle: unique() } })
  const passwordReset = () => admin.client.call(routes.offerPasswordReset, { params: { id: ids.fellow } })
  const revision = async (id: string) => (await admin.client.call(routes.showOtherAccount, { params: { id } })).revision
  const policy = () => admin.client.call(routes.showKeyPolicy, {})

  /** A project whose only owner is disabled. */
  async function orphan(): Promise<string> {
    const { id } = await owner.client.call(routes.createProject, { body: { name: unique() } })
    await withDatabase(daemon, async ({ stores }) => {
      const [project, account] = [projectId(id), accountId(ids.disabled)]
      for (const { account: each } of await stores.projects.listMembers(project)) {
        await stores.projects.deleteMembership(project, each.id)
      }
      await stores.projects.putMembership({ projectId: project, accountId: account, role: "owner", since: 1 })
    })
    return id
  }

  async function loginSession(): Promise<string> {
    const browser = await openBrowser(daemon)
    await browser.signIn("owner")
    const { items } = await browser.client.call(routes.listLoginSessions, {})
    return items.find(({ isCurrent }) => isCurrent)?.id ?? ""
  }

  const aboutSubject = async () => ({ params: { id: ids.subject } })
  const aboutHome = async (body?: object) => ({ params: { id: home }, ...(body !== undefined && { body }) })
  const aboutNewProject = async () => ({ params: { id: await newProject() } })
  const aboutMember = async () => ({
    params: { id: await newProject(), accountId: memberId },
    body: { role: "viewer" },
  })
  const aboutRobot = async () => ({ params: { id: home, accountId: await newRobot() } })
  const aboutKey = async () => ({ params: { id: await newKey() } })

  const newServer = async () =>
    owner.client.call(routes.createServer, { params: { id: home }, body: { name: unique() } })
  // For what leaves a server as it is or changes it in a way that nobody minds: a project may have no more than its quota.
  const theServer = (await newServer()).server.id
  const aboutServer = async (body?: object) => ({ params: { id: theServer }, ...(body !== undefined && { body }) })
  const everyone = () => ({ loginUser: unique(), subject: { kind: "project" as const } })

  /** A server that a machine has enrolled as, with the fingerprints of its host keys. */
  async function aboutEnrolledServer() {
    const { server, enrolment } = await newServer()
    const fingerprint = await enrolBeside(daemon, enrolment)
    return { params: { id: server.id }, body: { hostKeyFingerprints: [fingerprint] } }
  }

  async function aboutConnectedServer() {
    const ask = await aboutEnrolledServer()
    await owner.client.call(routes.confirmServer, ask)
    return { params: ask.params }
  }

  /** A bundle key in this state; another one is announced or retired where it has to be. */
  async function bundleKey(state: "announced" | "current") {
    const { items } = await admin.client.call(routes.listBundleKeys, {})
    const key = items.find((each) => each.state === state) ?? (await admin.client.call(routes.announceBundleKey, {}))
    return { params: { fingerprint: key.fingerprint } }
  }

  async function noAnnouncedKey(): Promise<Ask> {
    await admin.client.call(routes.retireBundleKey, await bundleKey("announced"))
    return {}
  }

  async function aboutAccess(): Promise<Ask> {
    const id = theServer
    const access = await owner.client.call(routes.addAccess, { params: { id }, body: everyone() })
    return { params: { id, accessId: access.id } }
  }

  async function aboutFoundKey(): Promise<Ask> {
    const id = theServer
    return { params: { id, foundId: await findBeside(daemon, id) }, body: { decision: "drop" } }
  }

  async function aboutReplacedKey(): Promise<Ask> {
    const ask = { params: { id: await newKey() } }
    const body = { newKeyId: await newKey(), removeAfterLogin: false }
    await owner.client.call(routes.startReplacement, { ...ask, body })
    return ask
  }

  /** A login user whom the keys of all members open. */
  async function newPlace() {
    const serverId = theServer
    const { loginUser } = await owner.client.call(routes.addAccess, { params: { id: serverId }, body: everyone() })
    return { serverId, loginUser }
  }

  const asks: Partial<Record<RouteName, () => Promise<Ask>>> = {
    setUp: async () => ({
      body: { token: "x", handle: "eve", email: "eve@example.org", displayName: "Eve", password },
    }),
    signIn: async () => ({ body: { identifier: "owner", password } }),
    signInForToken: async () => ({
      body: { identifier: "owner", password, token: { name: unique(), scopes: ["keys:read"] } },
    }),
    updateAccount: async () => ({ body: { displayName: "New name" } }),
    changeEmail: async () => ({ body: { email: `${unique()}@example.org`, currentPassword: password } }),
    changePassword: async () => ({ body: { password, currentPassword: password } }),
    endLoginSession: async () => ({ params: { id: await loginSession() } }),
    importKeys: async () => ({ body: { keys: [{ text: newPublicLine("x"), name: unique() }] } }),
    deleteKeys: async () => ({ body: { ids: [await newKey()] } }),
    showKey: aboutKey,
    updateKey: async () => ({ ...(await aboutKey()), body: { isDefault: true } }),
    disableKey: aboutKey,
    enableKey: aboutKey,
    deleteKey: aboutKey,
    deleteX509KeyPair: async () => ({ params: { id: await certificate() } }),
    challengeOwnership: async () => ({ body: { publicKey: newPublicLine("x") } }),
    proveOwnership: async () => ({ params: { id: await challenge() }, body: { signature: "none" } }),
    dismissKeyClaim: async () => ({ params: { id: await claimOf(await idOf(owner)) } }),
    createToken: async () => ({ body: { name: unique(), scopes: ["keys:read"] } }),
    deleteToken: async () => ({ params: { id: (await newToken(["keys:read"])).token.id } }),
    previewKeyPolicy: async () => ({ body: { policy: (await policy()).policy } }),
    updateKeyPolicy: async () => {
      const { policy: same, revision: known } = await policy()
      return { body: { policy: same, revision: known } }
    },
    showOtherAccount: aboutSubject,
    manageAccount: async () => ({ ...(await aboutSubject()), body: { revision: await revision(ids.subject) } }),
    disableAccount: aboutSubject,
    enableAccount: aboutSubject,
    previewOffboarding: aboutSubject,
    offerPasswordReset: async () => ({ params: { id: ids.fellow } }),
    inviteAccount: async () => ({ body: { handle: unique() } }),
    revokeLink: async () => ({ params: { id: (await invitation()).id } }),
    lookAtLink: async () => ({ body: { secret: secretOf(await invitation()) } }),
    acceptInvitation: async () => {
      const given = { email: `${unique()}@example.org`, displayName: "New", password }
      return { body: { secret: secretOf(await invitation()), ...given } }
    },
    resetPassword: async () => ({ body: { secret: secretOf(await passwordReset()), password } }),
    joinProject: async () => ({ body: { secret: secretOf(await invite(await newProject(), "viewer")) } }),
    createProject: async () => ({ body: { name: unique() } }),
    showProject: aboutHome,
    renameProject: () => aboutHome({ name: unique() }),
    deleteProject: aboutNewProject,
    listMembers: aboutHome,
    changeMemberRole: aboutMember,
    removeMember: async () => ({ params: (await aboutMember()).params }),
    leaveProject: aboutNewProject,
    inviteToProject: () => aboutHome({ role: "viewer" }),
    listProjectInvitations: aboutHome,
    revokeProjectInvitation: async () => ({ params: { id: home, linkId: (await invite(home, "viewer")).id } }),
    assignOwner: async () => ({ params: { id: await orphan() }, body: { accountId: ids.fellow } }),
    listRobots: aboutHome,
    createRobot: () => aboutHome({ handle: unique(), displayName: "Robot" }),
    disableRobot: aboutRobot,
    enableRobot: aboutRobot,
    deleteRobot: aboutRobot,
    listServers: aboutHome,
    createServer: () => aboutHome({ name: unique() }),
    showServer: () => aboutServer(),
    updateServer: () => aboutServer({ stalePolicy: "deny" }),
    deleteServer: async () => ({ params: { id: (await newServer()).server.id } }),
    offerEnrolment: () => aboutServer(),
    confirmServer: aboutEnrolledServer,
    listGrantableKeys: aboutHome,
    listAccesses: () => aboutServer(),
    addAccess: () => aboutServer(everyone()),
    updateAccess: async () => ({ ...(await aboutAccess()), body: { breakGlass: true } }),
    removeAccess: aboutAccess,
    listServerKeys: () => aboutServer(),
    listFoundKeys: () => aboutServer(),
    decideFoundKey: aboutFoundKey,
    listKeyOpenings: aboutKey,
    announceBundleKey: noAnnouncedKey,
    useBundleKey: async () => ({ ...(await bundleKey("current")), body: {} }),
    retireBundleKey: () => bundleKey("announced"),
    renewServerToken: aboutConnectedServer,
    offerUnlock: async () => ({
      ...(await aboutConnectedServer()),
      body: { loginUser: "root", keyId: (await aboutKey()).params.id },
    }),
    listKeyLogins: aboutKey,
    listServerLogins: () => aboutServer(),
    endLogins: () => aboutServer({ fingerprint: `SHA256:${"A".repeat(43)}` }),
    startReplacement: async () => ({
      ...(await aboutKey()),
      body: { newKeyId: await newKey(), removeAfterLogin: false },
    }),
    showReplacement: aboutReplacedKey,
    removeReplaced: async () => ({ ...(await aboutReplacedKey()), body: await newPlace() }),
    finishReplacement: aboutReplacedKey,
    backOutReplacement: aboutReplacedKey,
    showReceipt: aboutKey,
    showAccountReceipt: aboutSubject,
    previewClosings: async () => ({ body: { keyIds: [await newKey()] } }),
  }

  async function aboutAccount(name: RouteName, account: string): Promise<Ask> {
    if (routes[name].path.includes(":id")) {
      const isToken = name === "deleteToken"
      const id = isToken ? (await newToken(["keys:read"], account)).token.id : await newKey(account)
      return { params: { id }, ...(name === "updateKey" && { body: { isDefault: true } }) }
    }
    const ask = (await asks[name]?.()) ?? {}
    return ask.body === undefined ? { query: { account } } : { body: { ...ask.body, account } }
  }

  return {
    daemon,
    tokenOf(actor, name) {
      if (actor === "anonymous") return undefined
      if (actor !== "tooNarrow" && actor !== "narrowRobot") return tokens.get(actor)
      const { access } = routes[name]
      return tokens.get(`${actor} without ${access === "public" || access === "signed-in" ? "keys:read" : access}`)
    },
    prepare: async (name) => (await asks[name]?.()) ?? {},
    prepareOfRobot: (name) => aboutAccount(name, robot),
    prepareOfProject: async () => ({ query: { project: home } }),
    prepareOfFellow: (name) => aboutAccount(name, ids.fellow),
  }
}
