/** The nonce that this response's content security policy allows on style elements; the daemon writes it into the page. */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ""
}
