import fc from 'fast-check';
import { send, type RawAnswer } from '../support/clients';
import { ENGINES, TestServers } from '../support/engines';

/** Every answer to a client's mistake is an error of the service in its own form; nothing is the server's fault. */
function expectOrderlyAnswer({ status, headers, json, text }: RawAnswer): void {
  expect(status).toBeGreaterThanOrEqual(200);
  expect(status).toBeLessThan(500);
  if (status >= 300) {
    expect(json).toMatchObject({ __type: headers.get('x-amzn-errortype'), Message: expect.stringMatching(/./) });
  } else if (text !== '') {
    expect(json).toBeDefined();
  }
}

/** Half a surrogate pair has no place in a URL. */
const wellFormed = (text: string) => Buffer.from(text).toString();

const anyText = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.stringMatching(/^[a-zA-Z0-9_-]{0,40}$/));
const member = fc.constantFrom(
  'Name', 'PermissionsMode', 'DeletionProtection', 'KmsKey', 'Tags', 'ResourceArn', '__proto__',
  'InclusiveStartTime', 'ExclusiveEndTime', 'S3ExportConfiguration', 'RoleArn', 'OutputFormat',
);
const plausible = fc.record({
  Name: fc.oneof(anyText, fc.jsonValue()),
  PermissionsMode: fc.oneof(fc.constantFrom('STANDARD', 'ALLOW_ALL'), fc.jsonValue()),
  DeletionProtection: fc.oneof(fc.boolean(), fc.jsonValue()),
  KmsKey: fc.oneof(anyText.map((text) => `alias/${text}`), anyText.map((text) => `arn:aws:kms:us-east-1:000000000000:key/${text}`), fc.jsonValue()),
  Tags: fc.oneof(fc.dictionary(anyText, fc.oneof(anyText, fc.jsonValue())), fc.jsonValue()),
}, { requiredKeys: [] });
const body = fc.oneof(fc.oneof(plausible, fc.dictionary(member, fc.jsonValue())).map((value) => JSON.stringify(value)), fc.json(), fc.string());
const bodyOrBytes = fc.oneof(body, fc.uint8Array().map((bytes) => new Uint8Array(bytes)));
/** Encoded as a client would, or thrown in as it is. */
const label = fc.oneof(
  anyText.map((text) => encodeURIComponent(wellFormed(text))),
  fc.stringMatching(/^[!-"$-.0-~]{0,60}$/).map((text) => text.replaceAll('?', '%')),
  anyText.map((text) => encodeURIComponent(`arn:aws:qldb:us-east-1:000000000000:ledger/${wellFormed(text)}`)),
);
const path = fc.oneof(
  label.map((text) => `/ledgers/${text}`),
  label.map((text) => `/ledgers/${text}/permissions-mode`),
  label.map((text) => `/ledgers/${text}/journal-s3-exports`),
  fc.tuple(label, label).map(([ledger, id]) => `/ledgers/${ledger}/journal-s3-exports/${id}`),
  fc.constant('/journal-s3-exports'),
  label.map((text) => `/tags/${text}`),
  fc.tuple(label, label).map(([first, second]) => `/${first}/${second}`),
  fc.constantFrom('/ledgers', '/'),
);
const query = fc.oneof(fc.constant(''), fc.tuple(fc.constantFrom('max_results', 'next_token', 'tagKeys', '__proto__'), label).map(([name, text]) => `?${name}=${text}`));
const method = fc.constantFrom('GET', 'POST', 'PATCH', 'DELETE', 'PUT');

const numRuns = process.env.CDK_QLDB_FULL ? 3_000 : 150;

describe.each(ENGINES)('arbitrary requests on %s', (engine) => {
  const servers = new TestServers(engine);
  let endpoint: string;
  beforeAll(async () => {
    ({ endpoint } = await servers.start({ quotas: { activeLedgers: 1_000_000 } }));
  });
  afterAll(() => servers.closeAll());

  test('of any method, path, query and body are answered in an orderly way', async () => {
    await fc.assert(fc.asyncProperty(method, path, query, bodyOrBytes, async (verb, where, what, content) => {
      expectOrderlyAnswer(await send(endpoint, verb, `${where}${what}`, verb === 'GET' ? undefined : content));
    }), { numRuns });
  });

  test('to create a ledger succeed exactly when every member is what the API allows', async () => {
    await fc.assert(fc.asyncProperty(plausible, async (request) => {
      const answer = await send(endpoint, 'POST', '/ledgers', request);
      expectOrderlyAnswer(answer);
      if (answer.status === 200) {
        expect(request.Name).toMatch(/^(?!.*--)(?![0-9]+$)(?!-)(?!.*-$)[A-Za-z0-9-]{1,32}$/);
        expect(['STANDARD', 'ALLOW_ALL']).toContain(request.PermissionsMode);
        expect(answer.json).toMatchObject({ Name: request.Name, PermissionsMode: request.PermissionsMode });
        expect((await send(endpoint, 'GET', `/ledgers/${String(request.Name)}`)).status).toBe(200);
      }
    }), { numRuns });
  });

  test('for pages with any token are answered in an orderly way', async () => {
    await fc.assert(fc.asyncProperty(fc.oneof(fc.base64String(), anyText), async (token) => {
      expectOrderlyAnswer(await send(endpoint, 'GET', `/ledgers?next_token=${encodeURIComponent(wellFormed(token))}`));
    }), { numRuns });
  });
});
