import type { QldbError } from './qldb-error';

/** What to do about refusals, as far as that depends on what a call is for. */
export interface Advice {
  readonly accessDenied: string;
  readonly limit: string;
  /** About a parameter that QLDB refused. */
  readonly invalid: (parameter: string | undefined) => string;
}

/** Tells a failed call to the person who deploys: what was asked, what came back, what to do. */
export function explain(error: QldbError, doing: string, endpoint: string, advice: Advice): string {
  const failed = `could not ${doing} at ${endpoint}`;
  const said = `QLDB refused ${error.operation}: ${error.message} (${error.code})`;
  switch (error.kind) {
    case 'unreachable':
      return `${failed}: the endpoint does not answer (${error.code}); check that the URL is right, that the service runs, and that it can be reached `
        + 'from the function: from its VPC, subnets and security groups, if ControlPlane.configure set any';
    case 'untrusted':
      return `${failed}: the endpoint's certificate is not trusted (${error.code}: ${error.message}); `
        + 'if a private authority issued it, pass its PEM as "certificateAuthority" to ControlPlane.configure';
    case 'interrupted':
      return `${failed}: the connection broke before the answer to ${error.operation} came (${error.code}); check the service's log, then deploy again`;
    case 'unavailable':
    case 'throttled':
      return `${failed}: the service goes on failing ${error.operation}: ${error.message} (${error.code}); check its log, then deploy again`;
    case 'access-denied':
      return `${failed}: ${said}; ${advice.accessDenied}`;
    case 'limit':
      return `${failed}: ${said}; ${advice.limit}`;
    case 'invalid':
      return `${failed}: ${said}; ${advice.invalid(error.parameter)}`;
    case 'unknown':
      return `${failed}: the answer to ${error.operation} is not one that QLDB gives: ${error.message} (${error.code}); check that the endpoint is a QLDB control plane`;
    default:
      return `${failed}: ${said}; deploy again`;
  }
}

/** The usual advice for a refused parameter. */
export function correct(parameter: string | undefined): string {
  return `correct ${parameter === undefined ? 'the property' : `what becomes "${parameter}"`} and deploy again`;
}
