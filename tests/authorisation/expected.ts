import type { RouteName } from "@latchkey/contract"

/**
 * Who asks. All but `anonymous` send an API token. The owner's things are asked about: the keys and tokens of the owner,
 * and the project that the owner has made. `member` and `viewer` are in that project, `stranger` and `admin` are not,
 * and `robot` belongs to it. `tooNarrow` is the owner, and `narrowRobot` the robot, by a token with every scope but the
 * one that the route names.
 */
export const actors = [
  "anonymous",
  "disabled",
  "tooNarrow",
  "narrowRobot",
  "stranger",
  "admin",
  "robot",
  "viewer",
  "member",
  "owner",
] as const
export type ActorName = (typeof actors)[number]

export type Expected = Readonly<Record<ActorName, number>>

/** Anyone gets the same, whatever they send to prove who they are. */
const anyone = (status: number): Expected => ({
  anonymous: status,
  disabled: status,
  tooNarrow: status,
  narrowRobot: status,
  stranger: status,
  admin: status,
  robot: status,
  viewer: status,
  member: status,
  owner: status,
})
/** Everyone who is signed in gets this, for what is theirs. */
const everyAccount = (status: number): Expected => ({ ...anyone(status), anonymous: 401, disabled: 401 })
/** The same, for tokens with the scope alone. */
const withScope = (status: number): Expected => ({ ...everyAccount(status), tooNarrow: 403, narrowRobot: 403 })
/** The same, for persons alone. */
const persons = (status: number, robot: 403 | 404): Expected => ({ ...withScope(status), robot })
/** One's own thing: for all others, admins included, it does not exist. */
const ownersAlone = (status: number): Expected => ({ ...withScope(404), owner: status })
/** What administrators do: others learn nothing of a single account or link. */
const admins = (status: number, others: 403 | 404): Expected => ({ ...withScope(others), admin: status })
/** What is done in a project, by this role and wider ones. */
const inProject = (least: "viewer" | "member" | "owner", status: number): Expected => ({
  ...withScope(404),
  viewer: least === "viewer" ? status : 403,
  member: least === "owner" ? 403 : status,
  owner: status,
})
/** What is done with a robot's own things. */
const ofRobot = (least: "viewer" | "member", status: number): Expected => ({
  ...inProject(least, status),
  robot: status,
})

/** What each route answers to each actor about a thing of the owner's. A route without a row does not compile. */
export const expected: Readonly<Record<RouteName, Expected>> = {
  showSetup: anyone(200),
  setUp: anyone(409),
  showCsrf: anyone(200),
  signIn: anyone(200),
  signInForToken: anyone(201),
  signOut: everyAccount(204),

  showAccount: everyAccount(200),
  updateAccount: persons(200, 404),
  changeEmail: persons(200, 404),
  changePassword: persons(204, 404),
  listLoginSessions: withScope(200),
  endOtherLoginSessions: withScope(204),
  endLoginSession: ownersAlone(204),

  listKeys: withScope(200),
  importKeys: withScope(200),
  summariseKeys: withScope(200),
  exportKeys: withScope(200),
  deleteKeys: withScope(200),
  showKey: ownersAlone(200),
  updateKey: ownersAlone(200),
  disableKey: ownersAlone(200),
  enableKey: ownersAlone(200),
  deleteKey: ownersAlone(204),
  listX509KeyPairs: withScope(200),
  deleteX509KeyPair: ownersAlone(204),
  challengeOwnership: withScope(201),
  // Whoever may try hears that the signature proves nothing.
  proveOwnership: ownersAlone(400),
  listKeyClaims: withScope(200),
  dismissKeyClaim: ownersAlone(204),
  listTokens: withScope(200),
  createToken: withScope(201),
  deleteToken: ownersAlone(204),

  showKeyPolicy: everyAccount(200),
  previewKeyPolicy: admins(200, 403),
  updateKeyPolicy: admins(200, 403),
  exportBlocklist: admins(200, 403),

  listAccounts: admins(200, 403),
  showOtherAccount: admins(200, 404),
  manageAccount: admins(200, 404),
  disableAccount: admins(200, 404),
  enableAccount: admins(200, 404),
  previewOffboarding: admins(200, 404),
  offerPasswordReset: admins(201, 404),
  inviteAccount: admins(201, 403),
  listLinks: admins(200, 403),
  revokeLink: admins(204, 404),

  lookAtLink: anyone(200),
  acceptInvitation: anyone(201),
  resetPassword: anyone(204),
  // Who is in the project already needs no invitation.
  joinProject: { ...persons(409, 403), stranger: 200, admin: 200 },

  listProjects: withScope(200),
  createProject: persons(201, 403),
  showProject: inProject("viewer", 200),
  renameProject: inProject("owner", 200),
  deleteProject: inProject("owner", 204),
  listMembers: inProject("viewer", 200),
  changeMemberRole: inProject("owner", 200),
  removeMember: inProject("owner", 204),
  // The owner is the last one.
  leaveProject: { ...inProject("viewer", 204), owner: 409 },
  inviteToProject: inProject("owner", 201),
  listProjectInvitations: inProject("owner", 200),
  revokeProjectInvitation: inProject("owner", 204),
  assignOwner: admins(204, 404),
  listRobots: inProject("viewer", 200),
  createRobot: inProject("member", 201),
  disableRobot: inProject("member", 200),
  enableRobot: inProject("member", 200),
  deleteRobot: inProject("member", 204),

  listServers: inProject("viewer", 200),
  createServer: inProject("member", 201),
  showServer: inProject("viewer", 200),
  updateServer: inProject("member", 200),
  deleteServer: inProject("member", 204),
  offerEnrolment: inProject("member", 201),
  confirmServer: inProject("member", 200),
  listAccesses: inProject("viewer", 200),
  listGrantableKeys: inProject("member", 200),
  addAccess: inProject("member", 201),
  updateAccess: inProject("member", 200),
  removeAccess: inProject("member", 204),
  listServerKeys: inProject("viewer", 200),
  listServerLogins: inProject("viewer", 200),
  endLogins: inProject("member", 202),
  listKeyOpenings: ownersAlone(200),
  listFoundKeys: inProject("viewer", 200),
  decideFoundKey: inProject("member", 200),
  listKeyLogins: ownersAlone(200),
  startReplacement: ownersAlone(201),
  showReplacement: ownersAlone(200),
  removeReplaced: ownersAlone(200),
  finishReplacement: ownersAlone(204),
  backOutReplacement: ownersAlone(204),
  showReceipt: ownersAlone(200),
  showAccountReceipt: { ...withScope(404), admin: 200 },
  previewClosings: ownersAlone(200),

  listBundleKeys: admins(200, 403),
  announceBundleKey: admins(201, 403),
  useBundleKey: admins(200, 403),
  retireBundleKey: admins(204, 403),
  renewServerToken: inProject("member", 202),
  offerUnlock: inProject("member", 201),

  listAuditEvents: withScope(200),
  exportAuditEvents: withScope(200),
  showGateway: anyone(200),
  showInstallation: anyone(200),
}

/** The same routes, about a robot of the owner's project and what it holds. */
export const expectedOfRobot = {
  listKeys: ofRobot("viewer", 200),
  importKeys: ofRobot("member", 200),
  exportKeys: ofRobot("viewer", 200),
  showKey: ofRobot("viewer", 200),
  updateKey: ofRobot("member", 200),
  disableKey: ofRobot("member", 200),
  enableKey: ofRobot("member", 200),
  deleteKey: ofRobot("member", 204),
  listKeyOpenings: ofRobot("viewer", 200),
  listKeyLogins: ofRobot("viewer", 200),
  showReceipt: ofRobot("viewer", 200),
  challengeOwnership: ofRobot("member", 201),
  listKeyClaims: ofRobot("viewer", 200),
  listTokens: ofRobot("viewer", 200),
  createToken: ofRobot("member", 201),
  deleteToken: ofRobot("member", 204),
} as const satisfies Partial<Record<RouteName, Expected>>

/** And about one's own things and those of the robots of the owner's project together. */
export const expectedOfProject = {
  listKeys: inProject("viewer", 200),
} as const satisfies Partial<Record<RouteName, Expected>>

/** And about another person, with whom the owner shares a project. */
export const expectedOfFellow = {
  listKeys: withScope(404),
  importKeys: withScope(404),
  exportKeys: withScope(404),
  challengeOwnership: withScope(404),
  listKeyClaims: withScope(404),
  listTokens: withScope(404),
  createToken: withScope(404),
} as const satisfies Partial<Record<RouteName, Expected>>
