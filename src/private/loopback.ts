/**
 * Whether a URL's host is this machine, which plain `http` is accepted for. The constructs judge by it what is known at
 * synth, the function what is known at deployment only.
 *
 * @param hostname as `URL.hostname` gives it: an IPv6 address in brackets
 */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
