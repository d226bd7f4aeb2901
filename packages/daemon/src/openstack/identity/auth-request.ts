import {
  type AccountNamed,
  type AuthProof,
  accountId,
  apiTokenId,
  CoreError,
  isIdText,
  projectId,
  type WantedScope,
} from "@latchkey/core"
import { z } from "zod"
import { WordedFault } from "../faults.ts"
import { isOurDomain, domain as ourDomain } from "./domain.ts"

/** What a request for an auth token asks. */
export interface AuthRequest {
  readonly proof: AuthProof
  readonly wanted: WantedScope
}

// A database may refuse the character 0, which no name and no secret has.
const Text = z.string().refine((text) => !text.includes("\0"), "no text here holds the character 0")
const Domain = z.object({ id: Text.optional(), name: Text.optional() })
const User = z.object({ id: Text.optional(), name: Text.optional(), domain: Domain.optional() })

const Auth = z.object({
  identity: z.object({
    methods: z.array(Text).min(1),
    password: z.object({ user: User.extend({ password: Text }) }).optional(),
    token: z.object({ id: Text }).optional(),
    application_credential: z
      .object({ id: Text.optional(), name: Text.optional(), secret: Text, user: User.optional() })
      .optional(),
  }),
  scope: z
    .union([z.literal("unscoped"), z.object({ unscoped: z.object({}).optional(), project: User.optional() })])
    .optional(),
})
type Auth = z.output<typeof Auth>

/**
 * Reads the body of `POST /v3/auth/tokens`.
 *
 * @throws CoreError `invalid` for a body of another shape; `unauthenticated` for who and what cannot be here: other
 *   domains, other methods
 */
export function readAuthRequest(body: unknown): AuthRequest {
  const received = z.object({ auth: z.unknown() }).safeParse(body)
  if (!received.success || received.data.auth === undefined) throw expecting("auth", "request body")
  const auth = Auth.safeParse(received.data.auth)
  if (!auth.success) {
    const [issue] = auth.error.issues
    const path = ["auth", ...(issue?.path.map(String) ?? [])].join("/")
    throw new WordedFault("invalid", `Invalid input for field '${path}': ${issue?.message}`)
  }
  return { proof: proofOf(auth.data), wanted: scopeOf(auth.data) }
}

function proofOf({ identity }: Auth): AuthProof {
  const [method, ...others] = identity.methods
  if (method === "password" && others.length === 0) {
    if (identity.password === undefined) throw expecting("password", "identity")
    const { password, ...user } = identity.password.user
    return { method, account: accountOf(user), password }
  }
  if (method === "token" && others.length === 0) {
    if (identity.token === undefined) throw expecting("token", "identity")
    return { method, secret: identity.token.id }
  }
  if (method === "application_credential" && others.length === 0) {
    const credential = identity.application_credential
    if (credential === undefined) throw expecting("application_credential", "identity")
    return { method, secret: credential.secret, credential: credentialOf(credential) }
  }
  throw new WordedFault("unauthenticated", "Attempted to authenticate with an unsupported method.")
}

function credentialOf({ id, name, user }: NonNullable<Auth["identity"]["application_credential"]>) {
  if (id !== undefined) return { id: apiTokenId(known(id)) }
  if (name === undefined) throw expecting("id or name", "application_credential")
  if (user === undefined) throw expecting("user", "application_credential")
  return { name, account: accountOf(user) }
}

function accountOf({ id, name, domain }: z.output<typeof User>): AccountNamed {
  if (id !== undefined) return { id: accountId(known(id)) }
  if (name === undefined) throw expecting("id or name", "user")
  requireOurDomain(domain, "user")
  return { handle: name }
}

function scopeOf({ scope }: Auth): WantedScope {
  if (scope === undefined) return "default"
  if (scope === "unscoped" || scope.unscoped !== undefined) return "unscoped"
  const { project } = scope
  // Domains and the system as a whole are no scopes here.
  if (project === undefined) throw notHere("scope", "a project is the only scope here")
  if (project.id !== undefined) return { projectId: projectId(known(project.id)) }
  if (project.name === undefined) throw expecting("id or name", "project")
  requireOurDomain(project.domain, "project")
  return { projectName: project.name }
}

function requireOurDomain(domain: z.output<typeof Domain> | undefined, target: string): void {
  if (domain === undefined) throw expecting("domain", target)
  if (!isOurDomain(domain)) throw notHere("domain", `the only domain here is ${ourDomain.name}`)
}

/** An id that has not even the form of one is nobody's. */
function known(id: string): string {
  if (!isIdText(id)) throw nobody()
  return id
}

/** What the request alone shows to be wrong, which tells nobody anything about accounts: with the reason. */
function notHere(path: string, message: string): CoreError {
  return new CoreError("unauthenticated", message, { fields: [{ path, message }] })
}

function nobody(): CoreError {
  return new CoreError("unauthenticated", "there is no such account, project or domain")
}

/** Keystone's words for what is missing. */
export function expecting(attribute: string, target: string): WordedFault {
  return new WordedFault(
    "invalid",
    `Expecting to find ${attribute} in ${target}. The server could not comply with the request since it is either malformed or otherwise incorrect. The client is assumed to be in error.`,
  )
}
