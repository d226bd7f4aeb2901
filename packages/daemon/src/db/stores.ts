import type { Stores } from "@latchkey/core"
import { accessStore } from "./access-store.ts"
import { accountStore } from "./account-store.ts"
import { apiTokenStore } from "./api-token-store.ts"
import { auditSealStore } from "./audit-seal-store.ts"
import { auditStore } from "./audit-store.ts"
import { authTokenStore } from "./auth-token-store.ts"
import { bundleKeyStore } from "./bundle-key-store.ts"
import { foundKeyStore } from "./found-key-store.ts"
import { hostStore } from "./host-store.ts"
import { keyPairStore } from "./key-pair-store.ts"
import { keyPolicyStore } from "./key-policy-store.ts"
import { linkStore } from "./link-store.ts"
import { loginSessionStore } from "./login-session-store.ts"
import { loginStore } from "./login-store.ts"
import { ownershipStore } from "./ownership-store.ts"
import { projectStore } from "./project-store.ts"
import { replacementStore } from "./replacement-store.ts"
import type { DatabaseHandle } from "./schema.ts"
import { serverStore } from "./server-store.ts"
import { serverTrustStore } from "./server-trust-store.ts"
import { signInFailureStore } from "./sign-in-failure-store.ts"
import { sshKeyStore } from "./ssh-key-store.ts"

/** All stores over one handle: the database's own, or a transaction's. */
export function storesOver(db: DatabaseHandle): Stores {
  return {
    accesses: accessStore(db),
    accounts: accountStore(db),
    apiTokens: apiTokenStore(db),
    auditEvents: auditStore(db),
    auditSeals: auditSealStore(db),
    authTokens: authTokenStore(db),
    bundleKeys: bundleKeyStore(db),
    foundKeys: foundKeyStore(db),
    hosts: hostStore(db),
    keyPairs: keyPairStore(db),
    keyPolicy: keyPolicyStore(db),
    links: linkStore(db),
    logins: loginStore(db),
    loginSessions: loginSessionStore(db),
    ownership: ownershipStore(db),
    projects: projectStore(db),
    replacements: replacementStore(db),
    servers: serverStore(db),
    serverTrust: serverTrustStore(db),
    signInFailures: signInFailureStore(db),
    sshKeys: sshKeyStore(db),
  }
}

/** The same stores, with every call of every method sent through `run`. */
export function withEveryCall(stores: Stores, run: (call: () => Promise<unknown>) => Promise<unknown>): Stores {
  const wrap = <Store extends object>(store: Store): Store =>
    new Proxy(store, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name)
        if (typeof member !== "function") return member
        return (...args: unknown[]) => run(() => Reflect.apply(member, target, args))
      },
    })
  return {
    accesses: wrap(stores.accesses),
    accounts: wrap(stores.accounts),
    apiTokens: wrap(stores.apiTokens),
    auditEvents: wrap(stores.auditEvents),
    auditSeals: wrap(stores.auditSeals),
    authTokens: wrap(stores.authTokens),
    bundleKeys: wrap(stores.bundleKeys),
    foundKeys: wrap(stores.foundKeys),
    hosts: wrap(stores.hosts),
    keyPairs: wrap(stores.keyPairs),
    keyPolicy: wrap(stores.keyPolicy),
    links: wrap(stores.links),
    logins: wrap(stores.logins),
    loginSessions: wrap(stores.loginSessions),
    ownership: wrap(stores.ownership),
    projects: wrap(stores.projects),
    replacements: wrap(stores.replacements),
    servers: wrap(stores.servers),
    serverTrust: wrap(stores.serverTrust),
    signInFailures: wrap(stores.signInFailures),
    sshKeys: wrap(stores.sshKeys),
  }
}
