export {
  type Certificate,
  type DecodeCertificateOptions,
  decodeCertificate,
  isCertificateType,
  parseCertificate,
} from "./certificate.ts"
export type { CertificateOption } from "./certificate-fields.ts"
export type { SecurityKeyReport } from "./key-types/signature-scheme.ts"
export { signMessage, type VerifiedSignature, type VerifySignatureOptions, verifySignature } from "./signature.ts"
export {
  parseSshsig,
  type Signer,
  type SignSshsigOptions,
  type SshsigHash,
  signerOf,
  signSshsig,
  type VerifiedSshsig,
  type VerifySshsigOptions,
  verifySshsig,
} from "./sshsig.ts"
export { encodeStrings, Reader } from "./wire.ts"
