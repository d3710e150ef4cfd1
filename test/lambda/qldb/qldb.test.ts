import { LEDGER_ADVICE } from '../../../lambda/ledger/ledger-advice';
import { connect, readEndpoint } from '../../../lambda/qldb/qldb';
import { isTransient, mayHaveTakenEffect, toQldbError } from '../../../lambda/qldb/qldb-error';
import { explain } from '../../../lambda/qldb/qldb-explain';
import { FUNCTION_ENVIRONMENT } from '../../../src/private/contract';

describe('endpoint', () => {
  test.each(['https://ledgers.example', 'http://localhost:8080', 'http://127.0.0.1:1', 'http://[::1]:9', 'http://qldb.localhost/base'])('may be %s', (endpoint) => {
    expect(readEndpoint(endpoint, {})).toBe(new URL(endpoint).href);
  });

  test.each([
    ['http://ledgers.example', 'allowInsecureHttp'],
    ['http://127.0.0.1.example.com', 'allowInsecureHttp'],
    ['ftp://ledgers.example', 'http or https URL'],
    ['ledgers', 'http or https URL'],
    ['https://user:secret@ledgers.example', 'no credentials'],
    ['https://ledgers.example/?a=b', 'query'],
    [17, 'http or https URL'],
    ['', 'no endpoint'],
    [undefined, 'no endpoint'],
  ])('may not be %s', (endpoint, problem) => {
    expect(() => readEndpoint(endpoint, {})).toThrow(problem);
  });

  test('does not repeat credentials in the reason', () => {
    expect(() => readEndpoint('https://user:secret@ledgers.example', {})).toThrow(/^(?!.*secret)/);
  });

  test('may be plain http anywhere when that was accepted', () => {
    expect(readEndpoint('http://ledgers.example', { [FUNCTION_ENVIRONMENT.allowInsecureHttp]: 'true' })).toBe('http://ledgers.example/');
    expect(() => readEndpoint('http://ledgers.example', { [FUNCTION_ENVIRONMENT.allowInsecureHttp]: 'false' })).toThrow('plain http');
  });

  test('has certificate authorities in PEM only', () => {
    expect(() => connect('https://ledgers.example', { [FUNCTION_ENVIRONMENT.certificateAuthority]: 'DER' })).toThrow('BEGIN CERTIFICATE');
  });
});

describe('errors of the SDK', () => {
  const thrown = (properties: object) => Object.assign(new Error('message'), properties);

  test.each([
    [{ name: 'ResourceNotFoundException', $metadata: { httpStatusCode: 404 } }, 'not-found'],
    [{ name: 'ResourceAlreadyExistsException' }, 'exists'],
    [{ name: 'ResourceInUseException' }, 'in-use'],
    [{ name: 'ResourcePreconditionNotMetException' }, 'precondition'],
    [{ name: 'InvalidParameterException' }, 'invalid'],
    [{ name: 'LimitExceededException' }, 'limit'],
    [{ name: 'AccessDeniedException' }, 'access-denied'],
    [{ name: 'ThrottlingException' }, 'throttled'],
    [{ name: 'Other', $metadata: { httpStatusCode: 429 } }, 'throttled'],
    [{ name: 'Other', $metadata: { httpStatusCode: 503 } }, 'unavailable'],
    // A web server's 404 is not QLDB's word that there is no ledger.
    [{ name: 'UnknownError', $metadata: { httpStatusCode: 404 } }, 'unknown'],
    [{ code: 'ECONNREFUSED' }, 'unreachable'],
    [{ code: 'ENOTFOUND' }, 'unreachable'],
    [{ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, 'untrusted'],
    [{ code: 'ERR_TLS_CERT_ALTNAME_INVALID' }, 'untrusted'],
    [{ code: 'ECONNRESET' }, 'interrupted'],
    [{ name: 'AbortError' }, 'interrupted'],
    [{ name: 'TimeoutError' }, 'interrupted'],
    [{ name: 'TypeError' }, 'unknown'],
  ])('%j are %s', (properties, kind) => {
    expect(toQldbError('DescribeLedger', thrown(properties)).kind).toBe(kind);
  });

  test('that say that nothing was done are not taken for what may have been done', () => {
    const kinds = ['not-found', 'in-use', 'precondition', 'invalid', 'limit', 'access-denied', 'unreachable', 'untrusted', 'throttled'];
    const errors = ['ResourceNotFoundException', 'ResourceInUseException', 'ResourcePreconditionNotMetException', 'InvalidParameterException',
      'LimitExceededException', 'AccessDeniedException'].map((name) => toQldbError('CreateLedger', thrown({ name })))
      .concat([thrown({ code: 'ECONNREFUSED' }), thrown({ code: 'CERT_HAS_EXPIRED' }), thrown({ name: 'ThrottlingException' })].map((error) => toQldbError('CreateLedger', error)));
    expect(errors.map(({ kind }) => kind)).toEqual(kinds);
    expect(errors.some(mayHaveTakenEffect)).toBe(false);
    expect(mayHaveTakenEffect(toQldbError('CreateLedger', thrown({ code: 'ECONNRESET' })))).toBe(true);
    expect(isTransient(toQldbError('CreateLedger', thrown({ code: 'ECONNRESET' })))).toBe(true);
  });

  test('are told with what was asked, what came back and what to do', () => {
    const error = toQldbError('CreateLedger', thrown({ name: 'InvalidParameterException', message: 'no such key', ParameterName: 'KmsKey' }));
    expect(explain(error, 'create the ledger "x"', 'https://ledgers.example/', LEDGER_ADVICE))
      .toBe('could not create the ledger "x" at https://ledgers.example/: QLDB refused CreateLedger: no such key (InvalidParameterException); correct what becomes "KmsKey" and deploy again');
  });
});
