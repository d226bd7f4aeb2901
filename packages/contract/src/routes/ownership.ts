import { byId, nothing, type Route } from "../route.ts"
import * as ownership from "../schemas/ownership.ts"

/** Proofs that the private half of a key is an account's. */
export const ownershipRoutes = {
  challengeOwnership: {
    method: "POST",
    path: "/ownership-challenges",
    access: "keys:write",
    status: 201,
    errors: ["forbidden", "not_found"],
    summary: "Ask for a text to sign, or a code to sign in with, that proves a key to be one's own",
    body: ownership.OwnershipChallengeRequest,
    response: ownership.OwnershipChallenge,
  },
  proveOwnership: {
    method: "POST",
    path: "/ownership-challenges/:id/proof",
    access: "keys:write",
    status: 200,
    errors: ["forbidden", "not_found", "conflict", "quota_exceeded"],
    summary: "Prove a key to be one's own by a signature, and get it from an account that gave no proof",
    params: byId,
    body: ownership.OwnershipProof,
    response: ownership.OwnershipResult,
  },
  listKeyClaims: {
    method: "GET",
    path: "/key-claims",
    access: "keys:read",
    status: 200,
    errors: ["forbidden", "not_found"],
    summary: "Keys that one proved to hold while another account had them, and the other way round",
    query: ownership.KeyClaimQuery,
    response: ownership.KeyClaimList,
  },
  dismissKeyClaim: {
    method: "DELETE",
    path: "/key-claims/:id",
    access: "keys:write",
    status: 204,
    errors: ["forbidden", "not_found"],
    summary: "Take back a claim that waits, or forget a settled one",
    params: byId,
    response: nothing,
  },
} as const satisfies Record<string, Route>
