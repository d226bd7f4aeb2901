/**
 * Branded ids: a plain string cannot stand where an id is asked for, nor one kind of id for another.
 * All are UUID version 7 in lower case (RFC 9562 section 5.7), so they sort by the time they were made.
 */
declare const brand: unique symbol

type Id<Kind extends string> = string & { readonly [brand]: Kind }

export type AccessId = Id<"access">
export type AccountId = Id<"account">
export type ApiTokenId = Id<"api_token">
export type AuditEventId = Id<"audit_event">
export type AuthTokenId = Id<"auth_token">
export type FoundKeyId = Id<"found_key">
export type InstallationId = Id<"installation">
export type KeyClaimId = Id<"key_claim">
export type LinkId = Id<"link">
export type LoginSessionId = Id<"login_session">
export type OwnershipChallengeId = Id<"ownership_challenge">
export type ProjectId = Id<"project">
export type ServerId = Id<"server">
export type SshKeyId = Id<"ssh_key">
export type X509KeyPairId = Id<"x509_key_pair">

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Whether a text has the form of an id; says nothing about whether the thing exists. */
export function isIdText(text: string): boolean {
  return uuid.test(text)
}

// The brand constructors: the only places where a string becomes an id. Edges call them on what they have checked.
export const accessId = (text: string): AccessId => text as AccessId
export const accountId = (text: string): AccountId => text as AccountId
export const apiTokenId = (text: string): ApiTokenId => text as ApiTokenId
export const auditEventId = (text: string): AuditEventId => text as AuditEventId
export const authTokenId = (text: string): AuthTokenId => text as AuthTokenId
export const foundKeyId = (text: string): FoundKeyId => text as FoundKeyId
export const installationId = (text: string): InstallationId => text as InstallationId
export const keyClaimId = (text: string): KeyClaimId => text as KeyClaimId
export const linkId = (text: string): LinkId => text as LinkId
export const loginSessionId = (text: string): LoginSessionId => text as LoginSessionId
export const ownershipChallengeId = (text: string): OwnershipChallengeId => text as OwnershipChallengeId
export const projectId = (text: string): ProjectId => text as ProjectId
export const serverId = (text: string): ServerId => text as ServerId
export const sshKeyId = (text: string): SshKeyId => text as SshKeyId
export const x509KeyPairId = (text: string): X509KeyPairId => text as X509KeyPairId
