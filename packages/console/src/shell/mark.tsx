/** Latchkey's mark: a ring, a stem and two bits. */
export function Mark({ size = 24 }: { size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="var(--lk-brass-mark)"
      strokeWidth="2.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <circle cx="8" cy="6.6" r="4.35" />
      <path d="M8 11v10.2h11.2M13.4 21v-3.6M18.4 21v-5" />
    </svg>
  )
}
