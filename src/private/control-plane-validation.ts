import { X509Certificate } from 'node:crypto';
import type { ControlPlaneProps } from '../control-plane-props';
import { isLoopback } from './loopback';
import { isConcrete, show, type Problem } from './validation';

/** All environment variables of a function together may have 4 KB: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAX_CERTIFICATE_BYTES = 3000;
const PEM_BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----/g;

/** What is wrong with the settings that hold for a stack. Tokens are never judged. */
export function validateControlPlane(props: ControlPlaneProps, deliveryPrincipal: string | undefined): Problem[] {
  return [
    ...validateEndpoint(props.endpoint, props.allowInsecureHttp),
    ...validateMemorySize(props.memorySize),
    ...validateCertificateAuthority(props.certificateAuthority),
    ...validateVpc(props),
    ...validateDeliveryPrincipal(deliveryPrincipal),
  ];
}

/** What is wrong with the URL of the service. */
export function validateEndpoint(endpoint: string | undefined, allowInsecureHttp = false): Problem[] {
  if (!isConcrete(endpoint)) return [];
  const invalid = (expected: string, remedy: string): Problem[] => [{
    code: 'Qldb.InvalidEndpoint',
    text: `'endpoint' must ${expected}, got ${show(withoutPassword(endpoint))}: ${remedy}`,
  }];
  const url = typeof endpoint === 'string' && URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    return invalid('be an http or https URL', 'write it as https://<host>[:<port>]');
  }
  if (url.username !== '' || url.password !== '') return invalid('hold no user name or password', 'requests are signed with the credentials of their role, remove them');
  if (url.search !== '' || url.hash !== '') return invalid('have no query and no fragment', 'write it as https://<host>[:<port>]');
  if (url.protocol === 'http:' && !allowInsecureHttp && !isLoopback(url.hostname)) {
    return [{
      code: 'Qldb.InsecureEndpoint',
      text: `'endpoint' must use https unless its host is a loopback address, got ${show(endpoint)}: use https, with 'certificateAuthority' if the certificate is of your own, or set 'allowInsecureHttp'`,
    }];
  }
  return [];
}

/** What may be shown: errors end up in logs. */
function withoutPassword(endpoint: unknown): unknown {
  return typeof endpoint === 'string' ? endpoint.replace(/\/\/[^/@]*@/, '//***@') : endpoint;
}

/** AWS's own endpoints: https://docs.aws.amazon.com/general/latest/gr/qldb.html */
export function isRetiredEndpoint(endpoint: string | undefined): boolean {
  if (!isConcrete(endpoint) || !URL.canParse(endpoint)) return false;
  return /^(session\.)?qldb(-fips)?\.[a-z0-9-]+\.(amazonaws\.com|api\.aws)$/.test(new URL(endpoint).hostname);
}

function validateMemorySize(memorySize: number | undefined): Problem[] {
  if (!isConcrete(memorySize) || (Number.isInteger(memorySize) && memorySize >= 128 && memorySize <= 10_240)) return [];
  return [{
    code: 'Qldb.InvalidMemorySize',
    text: `'memorySize' must be a whole number of MiB from 128 to 10240, got ${show(memorySize)}: leave it out for 256`,
  }];
}

function validateCertificateAuthority(pem: string | undefined): Problem[] {
  if (!isConcrete(pem)) return [];
  const invalid = (expected: string, got: string, remedy: string): Problem[] => [{
    code: 'Qldb.InvalidCertificateAuthority',
    text: `'certificateAuthority' must ${expected}, got ${got}: ${remedy}`,
  }];
  const bytes = Buffer.byteLength(pem);
  if (bytes > MAX_CERTIFICATE_BYTES) {
    return invalid(`have at most ${MAX_CERTIFICATE_BYTES} bytes, the environment of a function holds no more`, `${bytes} bytes`, 'give the root certificate only');
  }
  const blocks = [...pem.matchAll(PEM_BLOCK)];
  const other = blocks.find((block) => block[1] !== 'CERTIFICATE');
  if (other !== undefined) return invalid('hold certificates only', `a block ${show(other[1])}`, 'remove it; a private key must not become part of a template');
  if (blocks.length === 0) return invalid('hold a certificate in PEM form', show(pem), 'give the text of the file, from -----BEGIN CERTIFICATE----- on, not its path');
  const broken = blocks.findIndex((block) => !isCertificate(block[0]));
  return broken < 0 ? [] : invalid('hold certificates that can be read', `one that cannot be, number ${broken + 1}`, 'check that the file was copied completely');
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}

function validateVpc({ vpc, vpcSubnets, securityGroups }: ControlPlaneProps): Problem[] {
  if (vpc !== undefined) return [];
  const given = Object.entries({ vpcSubnets, securityGroups }).filter(([, value]) => value !== undefined);
  return given.map(([name]) => ({ code: 'Qldb.VpcRequired', text: `'${name}' must come with 'vpc', got no 'vpc': give the VPC, or leave out '${name}'` }));
}

/** Judges the context value; a principal that is given as an object is one. */
function validateDeliveryPrincipal(context: string | undefined): Problem[] {
  if (!isConcrete(context)) return [];
  if (/^arn:[a-z0-9-]+:(iam|sts)::\d{12}:(root|(user|role|assumed-role)\/.+)$/.test(context)) return [];
  if (/^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/.test(context)) return [];
  return [{
    code: 'Qldb.InvalidDeliveryPrincipal',
    text: `'cdk-qldb:delivery-principal' (context) must be the ARN of a user, role or account, or a service name, got ${show(context)}: use arn:aws:iam::<account>:role/<name>, for example`,
  }];
}
