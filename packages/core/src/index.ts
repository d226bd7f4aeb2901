export { keyTypeNames, weaknessCodes } from "@latchkey/engine"
export * from "./accounts/account.ts"
export * from "./accounts/account-actions.ts"
export type * from "./accounts/account-store.ts"
export {
  disableAccount,
  enableAccount,
  type ListedAccount,
  listAccounts,
  type ManagedChange,
  manageAccount,
  showAnyAccount,
} from "./accounts/admin-actions.ts"
export type { Holder } from "./accounts/holder.ts"
export * from "./accounts/offboarding.ts"
export * from "./accounts/set-up.ts"
export * from "./action.ts"
export * from "./actor.ts"
export * from "./audit/archive-events.ts"
export * from "./audit/audit-actions.ts"
export * from "./audit/audit-event.ts"
export * from "./audit/audit-record.ts"
export * from "./audit/audit-seal.ts"
export type * from "./audit/audit-seal-store.ts"
export * from "./audit/audit-store.ts"
export * from "./audit/canonical-json.ts"
export * from "./audit/chain-export.ts"
export * from "./audit/event-bounds.ts"
export * from "./audit/prune-events.ts"
export { recordRefusedRequest, writeCountedEvents } from "./audit/record-refusal.ts"
export * from "./audit/seal-events.ts"
export * from "./audit/sign-head.ts"
export * from "./audit/verify-chain.ts"
export * from "./changes/announcing.ts"
export * from "./changes/change.ts"
export * from "./changes/watch.ts"
export * from "./directory/directory-actions.ts"
export * from "./error.ts"
export * from "./ids.ts"
export * from "./key-pairs/key-pair.ts"
export * from "./key-pairs/key-pair-actions.ts"
export type * from "./key-pairs/key-pair-store.ts"
export { type ParsedBlocklist, parseBlocklist } from "./keys/blocklist.ts"
export * from "./keys/gateway.ts"
export * from "./keys/judge-key.ts"
export {
  fromKeyError,
  isPrivateKeyReceived,
  type KeyText,
  maximumImport,
  privateKeyReceived,
  proposeKeyName,
  recordPrivateKey,
} from "./keys/key-import.ts"
export * from "./keys/key-policy.ts"
export * from "./keys/key-policy-actions.ts"
export type { AffectedKey } from "./keys/key-policy-effects.ts"
export type * from "./keys/key-policy-store.ts"
export * from "./keys/key-summary.ts"
export * from "./keys/public-keys.ts"
export * from "./keys/ssh-key.ts"
export * from "./keys/ssh-key-actions.ts"
export * from "./keys/ssh-key-store.ts"
export * from "./links/invitation-actions.ts"
export * from "./links/link.ts"
export * from "./links/link-actions.ts"
export type * from "./links/link-store.ts"
export type { NewLink } from "./links/one-time-links.ts"
export * from "./links/password-reset-actions.ts"
export * from "./name.ts"
export * from "./origin.ts"
export type { ProofOutcome } from "./ownership/apply-proof.ts"
export * from "./ownership/challenge.ts"
export * from "./ownership/challenge-text.ts"
export * from "./ownership/key-claim.ts"
export {
  challengeOwnership,
  dismissKeyClaim,
  listKeyClaims,
  type OfferedChallenge,
  proveOwnership,
  type SeenClaim,
  seenByClaimant,
} from "./ownership/ownership-actions.ts"
export type * from "./ownership/ownership-store.ts"
export * from "./ownership/prove-by-login.ts"
export * from "./ownership/settle-claims.ts"
export * from "./page.ts"
export type * from "./ports.ts"
export * from "./projects/find-personal-project.ts"
export * from "./projects/member-actions.ts"
export * from "./projects/personal-project.ts"
export * from "./projects/project.ts"
export {
  createProject,
  deleteProject,
  listProjects,
  renameProject,
  showProject,
} from "./projects/project-actions.ts"
export * from "./projects/project-invitations.ts"
export type * from "./projects/project-store.ts"
export * from "./projects/robot-actions.ts"
export * from "./servers/access.ts"
export * from "./servers/access-actions.ts"
export * from "./servers/access-options.ts"
export type * from "./servers/access-store.ts"
export * from "./servers/bundle-key.ts"
export * from "./servers/bundle-key-actions.ts"
export type * from "./servers/bundle-key-store.ts"
export { type Closing, type Closings, type ClosingsOf, previewClosings } from "./servers/closings.ts"
export * from "./servers/enrol-server.ts"
export { enrolmentCodeLifetime, enrolmentPath, type NewEnrolment } from "./servers/enrolment.ts"
export * from "./servers/find-openings.ts"
export * from "./servers/found-key.ts"
export * from "./servers/found-key-actions.ts"
export type * from "./servers/found-key-store.ts"
export type { AccessRequest } from "./servers/grant-access.ts"
export * from "./servers/host-actions.ts"
export * from "./servers/host-bundle.ts"
export type * from "./servers/host-store.ts"
export * from "./servers/login-actions.ts"
export * from "./servers/login-report.ts"
export type * from "./servers/login-store.ts"
export * from "./servers/login-user.ts"
export * from "./servers/opening.ts"
export * from "./servers/opening-actions.ts"
export * from "./servers/receipt.ts"
export * from "./servers/record-logins.ts"
export * from "./servers/refresh-bundles.ts"
export { removeReplacedAfterLogin } from "./servers/replaced-login.ts"
export type * from "./servers/replacement.ts"
export * from "./servers/replacement-actions.ts"
export type * from "./servers/replacement-store.ts"
export type { OldKeyState, PlaceView, ReplacementView } from "./servers/replacement-view.ts"
export * from "./servers/server.ts"
export * from "./servers/server-actions.ts"
export type * from "./servers/server-store.ts"
export type * from "./servers/server-trust-store.ts"
export * from "./servers/token-renewal.ts"
export * from "./servers/unlock.ts"
export * from "./sign-in/authenticate.ts"
export { failureMemory } from "./sign-in/back-off.ts"
export * from "./sign-in/login-session.ts"
export * from "./sign-in/login-session-actions.ts"
export type * from "./sign-in/login-session-store.ts"
export * from "./sign-in/open-login-session.ts"
export * from "./sign-in/sign-in.ts"
export type * from "./sign-in/sign-in-failure-store.ts"
export type * from "./sign-in/sign-in-failures.ts"
export type { Credentials } from "./sign-in/with-password.ts"
export * from "./time.ts"
export * from "./tokens/api-token.ts"
export * from "./tokens/api-token-actions.ts"
export type * from "./tokens/api-token-store.ts"
export {
  type AuthMethod,
  type AuthToken,
  authMethods,
  authTokenIsValid,
  authTokenLifetime,
  authTokenPrefix,
  openstackScopes,
} from "./tokens/auth-token.ts"
export * from "./tokens/auth-token-actions.ts"
export type { ScopeProject, WantedScope } from "./tokens/auth-token-scope.ts"
export type * from "./tokens/auth-token-store.ts"
