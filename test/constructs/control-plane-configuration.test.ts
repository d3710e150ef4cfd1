import { App, CfnParameter, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { ArnPrincipal, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { CERTIFICATE } from './certificate';
import { ENDPOINT, messageOf, testApp } from './synth';
import { ControlPlane, type ControlPlaneProps, Ledger } from '../../src';

const HEAD = 'invalid configuration of the control plane at "Stack/CdkQldbControlPlane":\n';

function configured(props: ControlPlaneProps | ((stack: Stack) => ControlPlaneProps), context: Record<string, unknown> = {}): ControlPlane {
  const stack = new Stack(testApp(context), 'Stack');
  ControlPlane.configure(stack, typeof props === 'function' ? props(stack) : props);
  return ControlPlane.of(stack);
}

const problemsOf = (...given: Parameters<typeof configured>) => messageOf(() => configured(...given));

describe('ControlPlane.configure', () => {
  test('holds for all stacks below, nested stacks and stages included', () => {
    const app = new App();
    ControlPlane.configure(app, { endpoint: 'https://app.example.com' });
    const stack = new Stack(new Stage(app, 'Stage'), 'Stack');
    const nested = new NestedStack(stack, 'Nested');

    expect([stack, nested].map((one) => ControlPlane.of(one).endpoint)).toEqual(['https://app.example.com', 'https://app.example.com']);
  });

  test('wins over the context', () => {
    expect(configured({ endpoint: 'https://other.example.com' }).endpoint).toBe('https://other.example.com');
    expect(configured({}).endpoint).toBe(ENDPOINT);
  });

  test('wins further in, property by property', () => {
    const app = new App();
    ControlPlane.configure(app, { endpoint: 'https://app.example.com', memorySize: 512 });
    const stage = new Stage(app, 'Stage');
    ControlPlane.configure(stage, { endpoint: 'https://stage.example.com' });
    const stack = new Stack(stage, 'Stack');
    ControlPlane.configure(stack, { memorySize: 1024, endpoint: undefined });

    expect(ControlPlane.of(stack).endpoint).toBe('https://stage.example.com');
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', { MemorySize: 1024 });
  });

  test('of a construct in a stack is of the stack', () => {
    const stack = new Stack(new App(), 'Stack');
    ControlPlane.configure(new Construct(stack, 'Inner'), { endpoint: ENDPOINT });

    expect(ControlPlane.of(stack).endpoint).toBe(ENDPOINT);
  });

  test('of a construct around stacks is of these stacks', () => {
    const app = new App();
    const group = new Construct(app, 'Group');
    ControlPlane.configure(group, { endpoint: ENDPOINT });

    expect(ControlPlane.of(new Stack(group, 'Inside')).endpoint).toBe(ENDPOINT);
    expect(ControlPlane.of(new Stack(app, 'Outside')).endpoint).toBeUndefined();
  });

  test.each(['the stack', 'the app'])('fails on %s after the first construct', (where) => {
    const app = testApp();
    const stack = new Stack(app, 'Stack');
    new Ledger(stack, 'Ledger');
    const scope = where === 'the app' ? app : stack;

    expect(messageOf(() => ControlPlane.configure(scope, { endpoint: ENDPOINT }))).toBe([
      `invalid configuration of the control plane at "${scope.node.path}":`,
      "  - 'ControlPlane.configure' must be called before the first QLDB construct, got a call after \"Stack/CdkQldbControlPlane\" was made: move the call up [Qldb.ConfiguredAfterUse]",
    ].join('\n'));
  });

  test('succeeds for a stack although another has constructs', () => {
    const app = testApp();
    new Ledger(new Stack(app, 'First'), 'Ledger');
    const second = new Stack(app, 'Second');
    ControlPlane.configure(second, { endpoint: 'https://second.example.com' });

    expect(ControlPlane.of(second).endpoint).toBe('https://second.example.com');
  });

  test('fails the second time', () => {
    const stack = new Stack(testApp(), 'Stack');
    ControlPlane.configure(stack, {});

    expect(messageOf(() => ControlPlane.configure(new Construct(stack, 'Inner'), {}))).toBe([
      'invalid configuration of the control plane at "Stack":',
      "  - 'ControlPlane.configure' must be called once for a scope, got a second call for \"Stack\": give all properties in one call [Qldb.ConfiguredTwice]",
    ].join('\n'));
  });
});

describe('delivery principal', () => {
  const rendered = (principal: { policyFragment: { principalJson: unknown } }) => new Stack().resolve(principal.policyFragment.principalJson);

  test.each([
    ['the QLDB service by default', {}, {}, { Service: ['qldb.amazonaws.com'] }],
    ['an ARN of the context', {}, { 'cdk-qldb:delivery-principal': 'arn:aws:iam::111122223333:user/server' }, { AWS: ['arn:aws:iam::111122223333:user/server'] }],
    ['a service of the context', {}, { 'cdk-qldb:delivery-principal': 'x.amazonaws.com' }, { Service: ['x.amazonaws.com'] }],
    [
      'the configured one before all', { deliveryPrincipal: new ArnPrincipal('arn:aws:iam::111122223333:role/r') },
      { 'cdk-qldb:delivery-principal': 'not looked at' }, { AWS: ['arn:aws:iam::111122223333:role/r'] },
    ],
    ['the QLDB service, named', { deliveryPrincipal: new ServicePrincipal('qldb.amazonaws.com') }, {}, { Service: ['qldb.amazonaws.com'] }],
  ])('is %s', (_, props, context, expected) => {
    expect(rendered(configured(props, context).deliveryPrincipal)).toEqual(expected);
  });

  test('fails for a context value that is neither', () => {
    expect(problemsOf({}, { 'cdk-qldb:delivery-principal': 'server' })).toBe(`${HEAD}  - 'cdk-qldb:delivery-principal' (context) must be the ARN of a user, role or account, `
      + 'or a service name, got "server": use arn:aws:iam::<account>:role/<name>, for example [Qldb.InvalidDeliveryPrincipal]');
  });
});

describe('configuration', () => {
  test('fails with one error that lists every problem', () => {
    expect(problemsOf((stack) => ({
      endpoint: 'http://qldb.example.com',
      memorySize: 64,
      certificateAuthority: './ca.pem',
      vpcSubnets: {},
      securityGroups: [SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-12345')],
    }))).toBe(HEAD + [
      "  - 'endpoint' must use https unless its host is a loopback address, got \"http://qldb.example.com\": use https, with 'certificateAuthority' if the certificate is of your own, or set 'allowInsecureHttp' [Qldb.InsecureEndpoint]",
      "  - 'memorySize' must be a whole number of MiB from 128 to 10240, got 64: leave it out for 256 [Qldb.InvalidMemorySize]",
      "  - 'certificateAuthority' must hold a certificate in PEM form, got \"./ca.pem\": give the text of the file, from -----BEGIN CERTIFICATE----- on, not its path [Qldb.InvalidCertificateAuthority]",
      "  - 'vpcSubnets' must come with 'vpc', got no 'vpc': give the VPC, or leave out 'vpcSubnets' [Qldb.VpcRequired]",
      "  - 'securityGroups' must come with 'vpc', got no 'vpc': give the VPC, or leave out 'securityGroups' [Qldb.VpcRequired]",
    ].join('\n'));
  });

  test.each([
    ['qldb.example.com', 'be an http or https URL', 'write it as https://<host>[:<port>]'],
    ['ftp://qldb.example.com', 'be an http or https URL', 'write it as https://<host>[:<port>]'],
    ['', 'be an http or https URL', 'write it as https://<host>[:<port>]'],
    ['https://me:secret@qldb.example.com', 'hold no user name or password', 'requests are signed with the credentials of their role, remove them'],
    ['https://qldb.example.com/?a=b', 'have no query and no fragment', 'write it as https://<host>[:<port>]'],
    ['https://qldb.example.com/#a', 'have no query and no fragment', 'write it as https://<host>[:<port>]'],
  ])('fails for the endpoint %j', (endpoint, expected, remedy) => {
    const shown = endpoint.includes('secret') ? 'https://***@qldb.example.com' : endpoint;
    expect(problemsOf({ endpoint })).toBe(`${HEAD}  - 'endpoint' must ${expected}, got ${JSON.stringify(shown)}: ${remedy} [Qldb.InvalidEndpoint]`);
  });

  test('fails for a context value that is not a string', () => {
    expect(problemsOf({}, { 'cdk-qldb:endpoint': 8080 })).toContain("'endpoint' must be an http or https URL, got 8080:");
  });

  test.each([
    'https://qldb.example.com', 'https://qldb.example.com:8443/base', 'http://localhost:4510', 'http://127.0.0.1:4510', 'http://127.8.9.10', 'http://[::1]:4510',
    'http://qldb.localhost',
  ])('passes for the endpoint %s', (endpoint) => {
    expect(configured({ endpoint }).endpoint).toBe(endpoint);
  });

  test.each(['http://127.0.0.1.example.com', 'http://localhost.example.com', 'http://10.0.0.1', 'http://[::2]'])('does not take %s for loopback', (endpoint) => {
    expect(problemsOf({ endpoint })).toContain('[Qldb.InsecureEndpoint]');
    expect(configured({ endpoint, allowInsecureHttp: true }).endpoint).toBe(endpoint);
  });

  test('passes tokens through unjudged', () => {
    const controlPlane = configured((stack) => ({
      endpoint: `http://${new CfnParameter(stack, 'Host').valueAsString}`,
      certificateAuthority: new CfnParameter(stack, 'Certificate').valueAsString,
      memorySize: new CfnParameter(stack, 'Memory', { type: 'Number' }).valueAsNumber,
    }));

    Template.fromStack(Stack.of(controlPlane)).hasResourceProperties('AWS::Lambda::Function', { MemorySize: { Ref: 'Memory' } });
  });

  describe('certificate authority', () => {
    test('may be several certificates', () => {
      expect(() => configured({ certificateAuthority: CERTIFICATE + CERTIFICATE })).not.toThrow();
    });

    test.each([
      ['too large for the environment of a function', CERTIFICATE.repeat(8), 'have at most 3000 bytes, the environment of a function holds no more'],
      ['with a private key', `${CERTIFICATE}-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n`, 'hold certificates only, got a block "PRIVATE KEY"'],
      ['cut short', CERTIFICATE.replace(/\n[^\n]+\n(-----END)/, '\n$1'), 'hold certificates that can be read, got one that cannot be, number 1: check that the file was copied completely'],
    ])('fails %s', (_, certificateAuthority, expected) => {
      expect(problemsOf({ certificateAuthority })).toContain(`'certificateAuthority' must ${expected}`);
    });
  });
});
